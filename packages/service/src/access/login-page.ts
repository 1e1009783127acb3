import { createHash } from 'node:crypto';

/** The style of the page, in a file of its own: the content security policy forbids inline ones. */
export const loginStyle = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { display: grid; place-items: center; min-height: 100vh; margin: 0; }
main { width: min(22rem, 90vw); }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit; }
input { margin: .25rem 0 1rem; padding: .5rem; }
button { padding: .5rem; }
p[role="alert"] { color: #c22; }
`;

/** Where {@link loginStyle} is served. The name changes with the style, so that browsers may keep it. */
export const loginStylePath: string = `/login-${createHash('sha256').update(loginStyle).digest('hex').slice(0, 12)}.css`;

/** A page to log in by, without script. `to` is the page to go on to. */
export function loginPage(to: string, problem?: string): string {
  const alert = problem === undefined ? '' : `<p role="alert">${escaped(problem)}</p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Log in · Radiograph</title>
<link rel="stylesheet" href="${loginStylePath}">
</head>
<body>
<main>
<h1>Radiograph</h1>
${alert}
<form method="post" action="/radiograph/v1/login">
<input type="hidden" name="to" value="${escaped(to)}">
<label>Key id <input name="id" autocomplete="username" required autofocus></label>
<label>Secret <input name="secret" type="password" autocomplete="current-password" required></label>
<button>Log in</button>
</form>
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
