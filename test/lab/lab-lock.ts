import net from 'node:net';

/**
 * Runs `work` while no other process and no other caller in this one holds the lock of that name.
 *
 * The lock is a listening socket in Linux's abstract namespace: the kernel lets go of it when its holder dies, however it
 * dies, and there is no file to leave behind. Whoever waits holds a connection to the holder and tries again when it closes.
 */
export async function withLabLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const address = `\0muster-lab:${lock}`;
  for (;;) {
    const server = await tryToHold(address);
    if (server === undefined) {
      await released(address);
      continue;
    }
    try {
      return await work();
    } finally {
      server.letGo();
    }
  }
}

function tryToHold(address: string): Promise<{ letGo(): void } | undefined> {
  return new Promise((resolve, reject) => {
    const waiting = new Set<net.Socket>();
    const server = net.createServer((socket) => {
      waiting.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => waiting.delete(socket));
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(address, () =>
      resolve({
        letGo() {
          server.close();
          for (const socket of waiting) socket.destroy();
        },
      }),
    );
  });
}

function released(address: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = net.connect(address);
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.resume();
  });
}
