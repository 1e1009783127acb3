// The official SDK's own poller, once, and what it got; then two questions that no network may ask without a key.
const connector = require('aws-xray-sdk-core/dist/lib/middleware/sampling/service_connector.js');

const address = process.env.AWS_XRAY_DAEMON_ADDRESS;

const rules = () =>
  new Promise((resolve) => {
    connector.fetchSamplingRules((error, taken) =>
      resolve(error ? { error: String(error.message ?? error) } : { taken }),
    );
  });
const targets = (taken) =>
  new Promise((resolve) => {
    connector.fetchTargets(taken, (error, given) =>
      resolve(error ? { error: String(error.message ?? error) } : given),
    );
  });
const statusOf = async (path) =>
  (await fetch(`http://${address}${path}`, { method: 'POST', body: '{}' })).status;

(async () => {
  const { taken, error } = await rules();
  const given = taken === undefined ? undefined : await targets(taken);
  console.log(
    JSON.stringify({
      ...(error === undefined ? {} : { error }),
      rules: taken?.map((rule) => [rule.getName(), rule.getRate()]),
      targets: given && Object.keys(given),
      polled: await statusOf('/GetSamplingRules'),
      read: await statusOf('/Groups'),
    }),
  );
  process.exit(0);
})();
