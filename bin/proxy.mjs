// Hands each connection on to the next of several servers, for trying several of them behind one address: what is sent
// back comes as it comes, and a server that is gone is passed over.
//   node bin/proxy.mjs PORT HOST:PORT…
import { connect, createServer } from 'node:net';

const [port, ...servers] = process.argv.slice(2);
let turn = 0;

createServer((client) => {
  const attempt = (left) => {
    if (!left) return client.destroy();
    const [host, port] = servers[turn++ % servers.length].split(':');
    const server = connect(Number(port), host, () => {
      server.off('error', again);
      client.pipe(server).pipe(client);
      for (const [one, other] of [[client, server], [server, client]]) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
      }
    });
    const again = () => attempt(left - 1);
    server.on('error', again);
  };
  attempt(servers.length);
}).listen(Number(port), '127.0.0.1');
