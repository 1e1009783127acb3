/** What stands where the console would be, when its files have not been built. Plain: the security policy allows no inline style. */
export const missingConsolePage: string = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Radiograph</title></head>
<body>
<h1>Radiograph is running</h1>
<p>The X-Ray API answers on this port, but the console has not been built.</p>
<p>In a clone of the repository, run <code>npm run build</code> and start again. Installed from npm, the console is part of the package <code>radiograph</code>.</p>
<p><a href="/radiograph/v1/status">Status</a></p>
</body>
</html>
`;
