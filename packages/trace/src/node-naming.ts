import type { SegmentDocument, SubsegmentDocument } from '@radiograph/protocol';
import { awsResource } from './aws-resource.js';
import { type NodeIdentity, nodeIdentity } from './node-identity.js';

/** Whether a subsegment is a call to another service, which leads to a node; local work has no namespace. */
export function isCall(document: SubsegmentDocument): boolean {
  return document.namespace === 'aws' || document.namespace === 'remote';
}

/** The node of a segment that was received: its name, its origin, the account it ran in. */
export function segmentNode(document: SegmentDocument): NodeIdentity {
  return nodeIdentity(document.name, document.origin, document.aws?.account_id);
}

/**
 * The node that a call leads to when its callee sends no segment: the AWS resource where exactly one is named, else the
 * service; a database; or a remote of the subsegment's name.
 */
export function calleeNode(document: SubsegmentDocument): NodeIdentity {
  if (document.namespace === 'aws') {
    const resource = awsResource(document.name, document.aws);
    return nodeIdentity(resource.name ?? document.name, resource.type, document.aws?.account_id);
  }
  const type = document.sql === undefined ? 'remote' : 'Database::SQL';
  return nodeIdentity(document.name, type, document.aws?.account_id);
}

/** The client node in front of a root segment: it bears the segment's name. */
export function clientNode(root: NodeIdentity): NodeIdentity {
  return { name: root.name, type: 'client' };
}
