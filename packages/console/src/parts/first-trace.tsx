import type { VNode } from 'preact';
import { CopyButton } from './copy-button.js';
import './empty.css';

const OWN_SDK = `npm install @radiograph/sdk

import * as xray from '@radiograph/sdk';
await xray.segment('my-app', async () => {
  await xray.capture('first step', async () => {});
});`;

const OFFICIAL_SDK = `npm install aws-xray-sdk-core

const AWSXRay = require('aws-xray-sdk-core');
const segment = new AWSXRay.Segment('my-app');
segment.close();`;

/** What to do so that the first trace appears, to paste into a terminal and a file. */
export function FirstTrace(): VNode {
  const port = window.location.port || '2000';
  return (
    <>
      <h3>With Radiograph’s SDK</h3>
      <Snippet text={OWN_SDK} />
      <h3>With the X-Ray SDK you already have</h3>
      <Snippet text={OFFICIAL_SDK} />
      <p class="muted">
        Both send to 127.0.0.1:2000 by UDP unless told otherwise
        {port === '2000'
          ? '.'
          : `; this service listens on ${port}, so set AWS_XRAY_DAEMON_ADDRESS=127.0.0.1:${port} first.`}
      </p>
    </>
  );
}

function Snippet({ text }: { readonly text: string }): VNode {
  return (
    <pre class="snippet mono">
      <code>{text}</code>
      <CopyButton text={text} label="Copy these lines" />
    </pre>
  );
}
