import { sessionS } from './sessions.js';

const name = 'radiograph_session';

/** The session's token among the cookies of a request. */
export function sessionToken(cookies: string | undefined): string | undefined {
  for (const cookie of (cookies ?? '').split(';')) {
    const [key, value] = cookie.trim().split('=', 2);
    if (key === name && value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** The `Set-Cookie` header of a session: out of reach of scripts and of other sites; `secure` where the page came by HTTPS. */
export function sessionCookie(token: string, secure: boolean): string {
  return `${name}=${token}; Max-Age=${sessionS}; ${attributes(secure)}`;
}

/** The `Set-Cookie` header that takes the cookie away. */
export function endedCookie(secure: boolean): string {
  return `${name}=; Max-Age=0; ${attributes(secure)}`;
}

function attributes(secure: boolean): string {
  return `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}
