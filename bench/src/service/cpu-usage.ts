/** Preloaded into `radiograph start`: answers over IPC with what the process used so far, `cpu` in microseconds of all threads, `memory` in MB at most. */
process.on('message', (message) => {
  const { user, system } = process.cpuUsage();
  if (message === 'cpu') process.send?.(user + system);
  if (message === 'memory') process.send?.(process.resourceUsage().maxRSS / 1000);
});
process.channel?.unref();
