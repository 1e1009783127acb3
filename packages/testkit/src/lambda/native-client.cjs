// Takes the place of the native part of Lambda's runtime client: the same three calls, spoken over a socket of its own, because
// what integrations hook (node:http, fetch) must see the function's calls only.
const { connect } = require('node:net');

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const runtime = '/2018-06-01/runtime';

exports.initializeClient = () => {};
exports.next = async () => {
  const { headers, body } = await ask('GET', `${runtime}/invocation/next`);
  return { headers, bodyJson: body };
};
exports.done = (id, body) => void ask('POST', `${runtime}/invocation/${id}/response`, body);
exports.error = (id, body, xray) =>
  void ask('POST', `${runtime}/invocation/${id}/error`, body, {
    'lambda-runtime-function-xray-error-cause': encodeURIComponent(xray),
  });

function ask(method, path, body = '', headers = {}) {
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close'];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (method === 'POST') lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port), allowHalfOpen: true });
    const chunks = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('end', () => {
      socket.end();
      resolve(parse(Buffer.concat(chunks).toString()));
    });
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  });
}

/** The server of the rig answers with Content-Length and closes, so the body is all that follows the head. */
function parse(text) {
  const at = text.indexOf('\r\n\r\n');
  const headers = {};
  for (const line of text.slice(0, at).split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { headers, body: text.slice(at + 4) };
}
