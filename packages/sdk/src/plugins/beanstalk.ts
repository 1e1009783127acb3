import { readFile } from 'node:fs/promises';
import type { Plugin } from '../index.js';
import { parseObject, present } from './metadata-request.js';

/** Where to look. */
export interface BeanstalkOptions {
  /** Default: where Elastic Beanstalk writes it once X-Ray is turned on. */
  readonly path?: string;
}

/**
 * Tells the Elastic Beanstalk environment and the version that is deployed.
 *
 * @example
 * configure({ plugins: [beanstalk(), ec2()] });
 */
export function beanstalk(options: BeanstalkOptions = {}): Plugin {
  return {
    name: 'beanstalk',
    origin: 'AWS::ElasticBeanstalk::Environment',
    specificity: 4,
    load: () => load(options.path ?? '/var/elasticbeanstalk/xray/environment.conf'),
  };
}

async function load(path: string): ReturnType<Plugin['load']> {
  const environment = parseObject(await readFile(path, 'utf8'));
  const { environment_name, version_label, deployment_id } = environment;
  return { elastic_beanstalk: present({ environment_name, version_label, deployment_id }) };
}
