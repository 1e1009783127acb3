import type { AwsBlock as Aws, HttpBlock as Http, JsonValue, SqlBlock as Sql } from '@radiograph/protocol';
import type { ComponentChildren, VNode } from 'preact';
import { sqlLines } from '../../model/sql-lines.js';
import { CopyButton } from '../../parts/copy-button.js';
import { CutText } from '../../parts/cut-text.js';
import { JsonTree } from '../../parts/json-tree.js';
import { Field, Fields } from './fields.js';

/** The request and its response. */
export function HttpBlock({ http }: { readonly http: Http }): VNode {
  const { request = {}, response = {} } = http;
  return (
    <Block title="HTTP">
      <Fields>
        <Text name="Method" value={request.method} />
        <Text name="URL" value={request.url} />
        <Text name="Status" value={response.status} />
        <Text name="Length" value={response.content_length} unit="bytes" />
        <Text
          name="Client"
          value={request.client_ip}
          unit={request.x_forwarded_for === true ? '(as forwarded)' : ''}
        />
        <Text name="User agent" value={request.user_agent} />
      </Fields>
    </Block>
  );
}

const SQL_NAMES: readonly (readonly [keyof Sql, string])[] = [
  ['url', 'URL'],
  ['connection_string', 'Connection'],
  ['database_type', 'Database'],
  ['database_version', 'Version'],
  ['driver_version', 'Driver'],
  ['user', 'User'],
  ['preparation', 'Preparation'],
];

/** The query and where it ran. */
export function SqlBlock({ sql }: { readonly sql: Sql }): VNode {
  return (
    <Block title="SQL">
      {sql.sanitized_query !== undefined && (
        <pre class="query mono">
          <CutText text={sqlLines(sql.sanitized_query)} limit={2_000} />
          <CopyButton text={sql.sanitized_query} label="Copy the query" />
        </pre>
      )}
      <Fields>
        {SQL_NAMES.map(([member, name]) => (
          <Text key={member} name={name} value={sql[member]} />
        ))}
      </Fields>
    </Block>
  );
}

/** Where it ran on AWS, or what it called there. */
export function AwsBlock({ aws }: { readonly aws: Aws }): VNode {
  return <Members title="AWS" members={aws} />;
}

/** What the service says of itself: version, runtime. */
export function ServiceBlock({ service }: { readonly service: Readonly<Record<string, JsonValue>> }): VNode {
  return <Members title="Service" members={service} />;
}

function Members({
  title,
  members,
}: {
  readonly title: string;
  readonly members: Readonly<Record<string, JsonValue | undefined>>;
}): VNode {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  const plain = entries.filter(([, value]) => typeof value !== 'object' || value === null);
  const nested = entries.filter(([, value]) => typeof value === 'object' && value !== null);
  return (
    <Block title={title}>
      <Fields>
        {plain.map(([name, value]) => (
          <Text key={name} name={name.replaceAll('_', ' ')} value={String(value)} />
        ))}
      </Fields>
      {nested.map(([name, value]) => (
        <JsonTree key={name} name={name} value={value} />
      ))}
    </Block>
  );
}

function Block({ title, children }: { readonly title: string; readonly children: ComponentChildren }): VNode {
  return (
    <section class="block">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

interface TextProps {
  readonly name: string;
  readonly value: string | number | undefined;
  readonly unit?: string;
}

function Text({ name, value, unit = '' }: TextProps): VNode | null {
  if (value === undefined || value === '') return null;
  return (
    <Field name={name}>
      <span class="mono">
        <CutText text={String(value)} />
      </span>
      {unit !== '' && <span class="unit"> {unit}</span>}
    </Field>
  );
}
