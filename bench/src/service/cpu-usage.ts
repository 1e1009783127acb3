/** Preloaded into `radiograph start`: answers `cpu` over IPC with the CPU microseconds of all threads of the process so far. */
process.on('message', (message) => {
  if (message !== 'cpu') return;
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.channel?.unref();
