/**
 * A root cause as a trace summary shows it, in the field names of the X-Ray API; a field left out matches anything,
 * and an array matches when it has the same length and each element matches.
 */
export interface RootCauseTemplate {
  readonly Services?: readonly ServiceTemplate[];
  readonly ClientImpacting?: boolean;
}

/** One service of a {@link RootCauseTemplate}. */
export interface ServiceTemplate {
  readonly Name?: string;
  readonly Names?: readonly string[];
  readonly AccountId?: string;
  readonly Type?: string;
  readonly Inferred?: boolean;
  readonly EntityPath?: readonly EntityTemplate[];
}

/** One entity of a {@link ServiceTemplate}. */
export interface EntityTemplate {
  readonly Name?: string;
  readonly Coverage?: number;
  readonly Remote?: boolean;
  readonly Exceptions?: readonly ExceptionTemplate[];
}

/** One exception of an {@link EntityTemplate}. */
export interface ExceptionTemplate {
  readonly Name?: string;
  readonly Message?: string;
}
