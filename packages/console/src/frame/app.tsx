import type { VNode } from 'preact';
import { useCallback, useErrorBoundary, useState } from 'preact/hooks';
import { AnalyticsPage } from '../pages/analytics/analytics-page.js';
import { ExceptionsPage } from '../pages/exceptions/exceptions-page.js';
import { GroupsPage } from '../pages/groups/groups-page.js';
import { MapPage } from '../pages/map/map-page.js';
import { MissingPage } from '../pages/missing/missing-page.js';
import { SamplingPage } from '../pages/sampling/sampling-page.js';
import { TracePage } from '../pages/trace/trace-page.js';
import { TracesPage } from '../pages/traces/traces-page.js';
import { Failure } from '../parts/failure.js';
import { view } from '../view/address.js';
import type { Route } from '../view/route.js';
import { AwayNotice } from './away-notice.js';
import { KeySheet } from './key-sheet.js';
import { Rail } from './rail.js';
import { TopBar } from './top-bar.js';
import { useArrival } from './use-arrival.js';
import { useGlobalKeys } from './use-global-keys.js';
import './frame.css';

/** The whole console: rail, top bar and the page that the address names. */
export function App(): VNode {
  const { route } = view.value;
  const [hasSheet, setSheet] = useState(false);
  const showSheet = useCallback(() => setSheet(true), []);
  useArrival(route);
  useGlobalKeys(showSheet);
  return (
    <div class="frame">
      <a class="frame-skip" href="#page">
        Skip to the page
      </a>
      <Rail showKeys={showSheet} />
      <TopBar />
      <main class="frame-page" id="page" tabIndex={-1}>
        <AwayNotice />
        <GuardedPage key={route.page} route={route} />
      </main>
      {hasSheet && <KeySheet close={() => setSheet(false)} />}
    </div>
  );
}

/** A page that fails, whatever it was shown, says so and can be tried again; the rest of the console stays. */
function GuardedPage({ route }: { readonly route: Route }): VNode {
  const [error, retry] = useErrorBoundary();
  if (error !== undefined)
    return <Failure error={error instanceof Error ? error : new Error(String(error))} retry={retry} />;
  return <Page route={route} />;
}

function Page({ route }: { readonly route: Route }): VNode {
  if (route.page === 'map') return <MapPage />;
  if (route.page === 'traces') return <TracesPage />;
  if (route.page === 'trace') return <TracePage key={route.id} id={route.id} />;
  if (route.page === 'exceptions') return <ExceptionsPage />;
  if (route.page === 'analytics') return <AnalyticsPage />;
  if (route.page === 'sampling') return <SamplingPage />;
  if (route.page === 'groups') return <GroupsPage />;
  return <MissingPage path={route.path} />;
}
