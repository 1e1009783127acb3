// An application of the official SDK, as its documentation has it: the middleware's calls, a captured function, an HTTP call.
const xray = require('aws-xray-sdk-core');

const segment = new xray.Segment('official-shop');
segment.addAnnotation('plan', 'gold');
segment.setUser('alice');
segment.addIncomingRequestData(
  new xray.middleware.IncomingRequestData({
    method: 'GET',
    url: '/checkout',
    headers: { host: 'official.example', 'user-agent': 'official' },
    connection: { remoteAddress: '10.0.0.1' },
  }),
);
xray.getNamespace().run(() => {
  xray.setSegment(segment);
  try {
    xray.captureFunc('charge', () => {
      throw new TypeError('card refused');
    });
  } catch {
    segment.addFaultFlag();
  }
  const call = segment.addNewSubsegment('api.pay');
  call.namespace = 'remote';
  call.addAttribute('http', {
    request: { method: 'POST', url: 'http://api.pay/charge' },
    response: { status: 429 },
  });
  call.addThrottleFlag();
  call.addErrorFlag();
  call.close();
  segment.close();
});
console.log(segment.trace_id);
setTimeout(() => process.exit(0), 300);
