import type { VNode } from 'preact';
import { ExceptionsPage } from '../pages/exceptions/exceptions-page.js';
import { MapPage } from '../pages/map/map-page.js';
import { MissingPage } from '../pages/missing/missing-page.js';
import { TracePage } from '../pages/trace/trace-page.js';
import { TracesPage } from '../pages/traces/traces-page.js';
import { view } from '../view/address.js';
import type { Route } from '../view/route.js';
import { AwayNotice } from './away-notice.js';
import { Rail } from './rail.js';
import { TopBar } from './top-bar.js';
import { useArrival } from './use-arrival.js';
import './frame.css';

/** The whole console: rail, top bar and the page that the address names. */
export function App(): VNode {
  const { route } = view.value;
  useArrival(route);
  return (
    <div class="frame">
      <a class="frame-skip" href="#page">
        Skip to the page
      </a>
      <Rail />
      <TopBar />
      <main class="frame-page" id="page" tabIndex={-1}>
        <AwayNotice />
        <Page route={route} />
      </main>
    </div>
  );
}

function Page({ route }: { readonly route: Route }): VNode {
  if (route.page === 'map') return <MapPage />;
  if (route.page === 'traces') return <TracesPage />;
  if (route.page === 'trace') return <TracePage key={route.id} id={route.id} />;
  if (route.page === 'exceptions') return <ExceptionsPage />;
  return <MissingPage path={route.page === 'missing' ? route.path : `/${route.page}`} />;
}
