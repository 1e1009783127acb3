import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../parts/icon.js';
import './key-sheet.css';

type Keys = readonly (readonly [keys: string, does: string])[];

const KEYS: readonly (readonly [where: string, keys: Keys])[] = [
  [
    'Everywhere',
    [
      ['/', 'go to the filter'],
      ['g m   g t', 'go to the map, to traces'],
      ['g e   g a', 'go to exceptions, to analytics'],
      ['g s   g r', 'go to sampling, to groups'],
      ['l', 'follow what arrives, or stop'],
      ['?', 'show these keys'],
      ['Esc', 'close what is open'],
    ],
  ],
  [
    'Map',
    [
      ['← → ↑ ↓', 'walk from node to node'],
      ['Enter', 'open the node'],
      ['+ − 0', 'zoom in, out, show all'],
    ],
  ],
  [
    'A trace',
    [
      ['↑ ↓', 'go through the rows'],
      ['← →', 'fold and unfold'],
      ['e', 'next row that failed'],
      ['f', 'find in this trace'],
      ['n N', 'next and previous match'],
    ],
  ],
  [
    'Charts',
    [
      ['← →', 'mark a stretch'],
      ['Shift ← →', 'widen it'],
      ['Enter', 'show only that'],
    ],
  ],
];

/** All keys of the console on one sheet. */
export function KeySheet({ close }: { readonly close: () => void }): VNode {
  const sheet = useRef<HTMLDialogElement>(null);
  useEffect(() => sheet.current?.showModal(), []);
  return (
    <dialog
      class="keys"
      ref={sheet}
      aria-labelledby="keys-title"
      onClose={close}
      onClick={(event) => {
        if (event.target === event.currentTarget) close();
      }}
    >
      <div class="keys-head">
        <h2 id="keys-title">Keys</h2>
        <button type="button" class="button quiet square" aria-label="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      <div class="keys-parts">
        {KEYS.map(([where, keys]) => (
          <section key={where}>
            <h3>{where}</h3>
            <dl>
              {keys.map(([key, does]) => (
                <div key={key}>
                  <dt>
                    <kbd class="mono">{key}</kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}
