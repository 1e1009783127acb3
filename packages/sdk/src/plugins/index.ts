/** Where the application runs, written into its segments. */

// For users
export { type BeanstalkOptions, beanstalk } from './beanstalk.js';
export { type Ec2Options, ec2 } from './ec2.js';
export { type EcsOptions, ecs } from './ecs.js';
export { type EksOptions, eks } from './eks.js';
