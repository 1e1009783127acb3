import type { ComponentChildren, VNode } from 'preact';

/** Names and values in two columns. */
export function Fields({ children }: { readonly children: ComponentChildren }): VNode {
  return <dl class="fields">{children}</dl>;
}

/** One name and its value. */
export function Field({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
