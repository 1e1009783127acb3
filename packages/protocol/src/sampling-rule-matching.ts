import type { LocalSamplingRule, SamplingRule } from './sampling-rule.js';
import { matchesWildcard } from './wildcard.js';

/** What is known of a request when it is decided whether to record it. */
export interface SamplingRequest {
  readonly serviceName?: string | undefined;
  /** The origin, such as `AWS::ECS::Container`. */
  readonly serviceType?: string | undefined;
  readonly host?: string | undefined;
  readonly method?: string | undefined;
  /** The URL's path, without the query. */
  readonly path?: string | undefined;
  readonly resourceArn?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

/**
 * Whether a rule of the service is for this request. As in AWS's SDKs, what is not known of the request matches every pattern,
 * so that work without a URL still finds a rule by its service's name. A resource or an attribute that the rule asks for must
 * be known.
 */
export function matchesRule(rule: SamplingRule, request: SamplingRequest): boolean {
  return (
    admits(rule.ServiceName, request.serviceName) &&
    admits(rule.ServiceType, request.serviceType) &&
    admits(rule.Host, request.host) &&
    admits(rule.HTTPMethod, request.method) &&
    admits(rule.URLPath, request.path) &&
    matchesWildcard(rule.ResourceARN, request.resourceArn ?? '') &&
    matchesAttributes(rule.Attributes, request.attributes)
  );
}

/** Whether a local rule is for this request, by host, method and path; what is not known of them matches. */
export function matchesLocalRule(rule: LocalSamplingRule, request: SamplingRequest): boolean {
  return (
    admits(rule.host, request.host) &&
    admits(rule.http_method, request.method) &&
    admits(rule.url_path, request.path)
  );
}

function admits(pattern: string, known: string | undefined): boolean {
  return known === undefined || known === '' || matchesWildcard(pattern, known);
}

function matchesAttributes(
  patterns: SamplingRule['Attributes'],
  known: SamplingRequest['attributes'],
): boolean {
  if (patterns === undefined) return true;
  return Object.entries(patterns).every(([key, pattern]) => {
    const value = known !== undefined && Object.hasOwn(known, key) ? known[key] : undefined;
    return value !== undefined && matchesWildcard(pattern, value);
  });
}
