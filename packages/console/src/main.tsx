import { render } from 'preact';
import './styles/tokens.css';
import './styles/base.css';
import { App } from './frame/app.js';
import { followAddress } from './view/address.js';
import { followLive } from './view/live.js';
import { followTheme } from './view/theme.js';

followTheme();
followAddress();
followLive();

const place = document.getElementById('app');
if (place !== null) render(<App />, place);
