/**
 * The header of an answer to GetSamplingRules or SamplingTargets by which a receiver says that it takes several documents in one
 * datagram, at the same host and port by UDP; its value is {@link PACKED_DATAGRAMS}. Radiograph's own.
 */
export const DATAGRAMS_HEADER: string = 'x-radiograph-datagrams';

/** The value of {@link DATAGRAMS_HEADER}: documents behind one header line, each on a line of its own. */
export const PACKED_DATAGRAMS: string = 'lines';

/** What somebody adds who passes a request on: AWS's daemon signs it and says for whom it does so. */
const PASSED_ON = ['authorization', 'x-forwarded-for', 'forwarded', 'via'] as const;

/**
 * Whether a request comes from the application itself. Only then may the answer bear {@link DATAGRAMS_HEADER}: a proxy, such as
 * AWS's daemon, would pass it on to an application whose datagrams it takes itself.
 *
 * @param header gives a header of the request by its name in lower case
 */
export function isAskedDirectly(header: (name: string) => unknown): boolean {
  return PASSED_ON.every((name) => header(name) === undefined);
}
