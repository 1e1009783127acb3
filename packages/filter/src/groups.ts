import type { DiagnosticCode } from './diagnostic.js';
import type { Expression } from './expression.js';

/** The expression that a group stands for, or why there is none. */
export type GroupLookup =
  | { readonly ok: true; readonly expression: Expression | undefined }
  | {
      readonly ok: false;
      readonly code: DiagnosticCode;
      readonly message: string;
      readonly suggestion?: string;
    };

/** Finds the expression of a group by its name or ARN. */
export interface Groups {
  expressionOf(nameOrArn: string): GroupLookup;
}
