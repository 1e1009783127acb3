import type { Diagnostic } from '@radiograph/filter';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { filterDiagnostics } from '../../model/filter-check.js';
import { go, hrefTo, view } from '../../view/address.js';
import { rememberFilter } from '../../view/filter-history.js';
import { type Options, pastedTraceId, type Route } from '../../view/route.js';
import { Icon } from '../icon.js';
import { useDismiss } from '../use-dismiss.js';
import { CompletionList } from './completion-list.js';
import { DiagnosticNotes } from './diagnostic-notes.js';
import { FilterText } from './filter-text.js';
import { type Offer, useOffers } from './use-offers.js';
import './filter-box.css';

const NOTHING_WRONG: readonly Diagnostic[] = [];

/** Where filters are written: highlighted and completed as they are typed, checked before they are sent. A trace id opens its trace. */
export function FilterBox(): VNode {
  const { filter } = view.value;
  const [text, setText] = useState(filter);
  const [cursor, setCursor] = useState(0);
  const [chosen, setChosen] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const place = useRef<HTMLFormElement>(null);
  const input = useRef<HTMLInputElement>(null);
  useDismiss(place, isOpen, () => setOpen(false));
  useEffect(() => {
    setText(filter);
    setRefused(false);
  }, [filter]);
  useSlashKey(input);

  const diagnostics = useMemo(() => diagnose(text), [text]);
  const offered = useOffers(text, cursor, isOpen);
  const take = (completion: Offer): void => {
    const added = `${text.slice(0, completion.start)}${completion.text}`;
    setText(added + text.slice(completion.end));
    setCursor(added.length);
    setChosen(-1);
    placeCursor(input.current, added.length);
  };
  const submit = (wanted: string): void => {
    const id = pastedTraceId(wanted);
    if (id !== undefined) go(hrefTo({ page: 'trace', id }));
    else if (diagnose(wanted).length > 0) setRefused(true);
    else {
      rememberFilter(wanted);
      go(hrefTo(searchRoute(view.peek().route), { filter: wanted.trim(), options: optionsOf() }));
    }
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const picked = offered[chosen];
    if (event.key === 'ArrowDown' && offered.length > 0) setChosen((chosen + 1) % offered.length);
    else if (event.key === 'ArrowDown') setOpen(true);
    else if (event.key === 'ArrowUp' && offered.length > 0)
      setChosen((chosen <= 0 ? offered.length : chosen) - 1);
    else if (event.key === 'Escape') setOpen(false);
    else if ((event.key === 'Enter' || event.key === 'Tab') && picked !== undefined) take(picked);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isWrong = isRefused && diagnostics.length > 0;
  return (
    <form
      class="filter"
      role="search"
      ref={place}
      onSubmit={(event) => {
        event.preventDefault();
        submit(text);
      }}
    >
      <div class={`filter-line ${isWrong ? 'is-refused' : ''}`}>
        <Icon name="filter" />
        <div class="filter-field">
          <div class="filter-mirror" aria-hidden="true">
            <FilterText text={text} wrong={isRefused || !isOpen ? diagnostics : NOTHING_WRONG} />
          </div>
          <input
            ref={input}
            class="mono"
            type="text"
            role="combobox"
            aria-label="Filter"
            aria-expanded={offered.length > 0}
            aria-controls="filter-offers"
            aria-autocomplete="list"
            aria-activedescendant={offered[chosen] ? `filter-offer-${chosen}` : undefined}
            aria-invalid={isWrong}
            aria-describedby={isWrong ? 'filter-notes' : undefined}
            placeholder='Filter, as in  fault OR responsetime > 1 AND service("orders")   or a trace id'
            spellcheck={false}
            autocomplete="off"
            autocapitalize="off"
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setCursor(event.currentTarget.selectionStart ?? 0);
              setChosen(-1);
              setRefused(false);
              setOpen(true);
            }}
            onScroll={(event) => followScroll(event.currentTarget)}
            onKeyUp={(event) => setCursor(event.currentTarget.selectionStart ?? 0)}
            onClick={(event) => {
              setCursor(event.currentTarget.selectionStart ?? 0);
              setOpen(true);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        {text !== '' && (
          <button
            type="button"
            class="button quiet square filter-clear"
            aria-label="Clear the filter"
            title="Clear the filter"
            onClick={() => {
              setText('');
              if (filter !== '') submit('');
            }}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
      {offered.length > 0 && <CompletionList offered={offered} chosen={chosen} take={take} />}
      {isWrong && offered.length === 0 && (
        <DiagnosticNotes text={text} diagnostics={diagnostics} repair={setText} />
      )}
    </form>
  );
}

const NARROWED: readonly Route['page'][] = ['map', 'traces', 'exceptions', 'analytics'];

function isNarrowed({ page }: Route): boolean {
  return NARROWED.includes(page);
}

/** A filter narrows the page it is written on; where there is nothing to narrow it searches the traces. */
function searchRoute(route: Route): Route {
  return isNarrowed(route) ? route : { page: 'traces' };
}

/** A new filter keeps how the page is looked at; searching from a trace begins anew. */
function optionsOf(): Options {
  const { route, options } = view.peek();
  return isNarrowed(route) ? options : {};
}

function diagnose(text: string): readonly Diagnostic[] {
  if (pastedTraceId(text) !== undefined) return NOTHING_WRONG;
  return filterDiagnostics(text);
}

/** `/` anywhere outside of a field goes to the filter. */
function useSlashKey(input: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isTyping =
        event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [input]);
}

function followScroll(input: HTMLInputElement): void {
  const mirror = input.previousElementSibling;
  if (mirror !== null) mirror.scrollLeft = input.scrollLeft;
}

function placeCursor(input: HTMLInputElement | null, at: number): void {
  requestAnimationFrame(() => {
    input?.focus();
    input?.setSelectionRange(at, at);
    if (input) followScroll(input);
  });
}
