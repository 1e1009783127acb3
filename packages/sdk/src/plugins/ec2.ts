import type { Plugin } from '../index.js';
import { askMetadata, parseObject, present } from './metadata-request.js';

/** How to reach the instance's metadata service. */
export interface Ec2Options {
  /** Default: `AWS_EC2_METADATA_SERVICE_ENDPOINT`, else the address that every instance has. */
  readonly endpoint?: string;
}

/**
 * Tells the EC2 instance: its id, zone, size and image. It asks the metadata service in its second version (IMDSv2) only.
 *
 * @example
 * configure({ plugins: [ec2()] });
 */
export function ec2(options: Ec2Options = {}): Plugin {
  return { name: 'ec2', origin: 'AWS::EC2::Instance', specificity: 1, load: () => load(options) };
}

async function load(options: Ec2Options): ReturnType<Plugin['load']> {
  if (process.env['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true') return undefined;
  const base = (
    options.endpoint ??
    process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] ??
    'http://169.254.169.254'
  ).replace(/\/$/, '');
  const token = await askMetadata(`${base}/latest/api/token`, {
    method: 'PUT',
    headers: { 'X-aws-ec2-metadata-token-ttl-seconds': '60' },
  });
  const headers = { 'X-aws-ec2-metadata-token': token };
  const identity = parseObject(
    await askMetadata(`${base}/latest/dynamic/instance-identity/document`, { headers }),
  );
  return {
    ec2: present({
      instance_id: identity['instanceId'],
      availability_zone: identity['availabilityZone'],
      instance_size: identity['instanceType'],
      ami_id: identity['imageId'],
    }),
    ...present({ account_id: identity['accountId'] }),
  };
}
