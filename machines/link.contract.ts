/**
 * What every MachineLink does, over SSH or simulated: the parts on facts, run, read and watch. Call it from a test file
 * with something that opens a link to a machine of which the test may make use as it likes.
 */
import type { Readable } from 'node:stream';
import type { MachineLink, MachineSignal, RemoteProcess } from './link.ts';

export interface LinkUnderTest {
  link: MachineLink;
  /** Changes on the machine that muster did not make. Units are named `muster-contract-*.service`. */
  byHand: {
    writeFile(path: string, content: string): Promise<void>;
    removeFile(path: string): Promise<void>;
    /** A service that sleeps; its file is written, loaded and started. */
    startService(unit: string): Promise<void>;
    stopService(unit: string): Promise<void>;
    daemonReload(): Promise<void>;
  };
  /** Cut the connection as a broken network does; null when the implementation has none. */
  cut: (() => void) | null;
  close(): Promise<void>;
}

const generousMs = 20_000;

export function describeLink(name: string, open: () => Promise<LinkUnderTest>): void {
  describe(`machine link: ${name}`, () => {
    let machine: LinkUnderTest;
    const unit = `muster-contract-${process.pid}.service`;
    const unitPath = () => `${machine.link.facts.paths.unitDir}/${unit}`;

    beforeAll(async () => {
      machine = await open();
    }, generousMs);
    afterAll(async () => {
      await machine.byHand.stopService(unit);
      await machine.byHand.removeFile(unitPath());
      await machine.close();
    }, generousMs);

    describe('facts', () => {
      it('names the machine and its manager', () => {
        const { facts } = machine.link;
        expect(facts.machineId).toMatch(/^[0-9a-f]{32}$/);
        expect(facts.bootId).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
        expect(facts.hostname).not.toBe('');
        expect(facts.systemdVersion).toBeGreaterThanOrEqual(239);
        expect(facts.cpus).toBeGreaterThan(0);
        expect(facts.memoryBytes).toBeGreaterThan(1024 * 1024);
        for (const path of [facts.paths.unitDir, facts.paths.stateDir, facts.paths.runtimeDir]) {
          expect(path).toMatch(/^\/.*[^/]$/);
        }
      });

      it('counts traffic', () => {
        const { sent, received } = machine.link.traffic();
        expect(sent).toBeGreaterThanOrEqual(0);
        expect(received).toBeGreaterThanOrEqual(0);
      });
    });

    describe('read', () => {
      it('gives the bytes of files, and null where there is none', async () => {
        const content = 'one\ntwo without an end\n\u00e4 "$(echo no)" \\0';
        const path = `${unitPath()}.d/10-read.conf`;
        await machine.byHand.writeFile(path, content);
        const read = await machine.link.read([path, `${path}.not-there`]);
        expect(read.get(path)?.toString()).toBe(content);
        expect(read.get(`${path}.not-there`)).toBeNull();
        expect(read.size).toBe(2);
        await machine.byHand.removeFile(path);
      });

      it('reads nothing when asked for nothing', async () => {
        expect((await machine.link.read([])).size).toBe(0);
      });
    });

    describe('run', () => {
      it('passes arguments on as they are', async () => {
        const words = ['a b', "it's", '$(false)', '`false`', '\\', '*', '!', '', '\u00e4'];
        const { code, out } = await finished(await machine.link.run(['echo', ...words]));
        expect(out).toBe(`${words.join(' ')}\n`);
        expect(code).toBe(0);
      });

      it('passes stdin on, and its end', async () => {
        const process = await machine.link.run(['cat']);
        process.stdin.end('first\nsecond');
        expect(await finished(process)).toEqual({ code: 0, out: 'first\nsecond' });
      });

      it('reports the exit status', async () => {
        expect((await finished(await machine.link.run(['false']))).code).toBe(1);
      });

      it('can be killed', async () => {
        const process = await machine.link.run(['sleep', '1000']);
        process.kill('TERM');
        expect(await process.exit).toBe(128 + 15);
      });
    });

    describe('watch', () => {
      it(
        'hears a unit stop and start',
        async () => {
          await machine.byHand.startService(unit);
          const heard = await listen(machine.link, [unit]);
          await machine.byHand.stopService(unit);
          await heard.until(
            (signal) => signal.kind === 'unit-changed' && signal.unit === unit && signal.active !== 'active',
          );
          await machine.byHand.startService(unit);
          await heard.until(
            (signal) => signal.kind === 'unit-changed' && signal.unit === unit && signal.active === 'active',
          );
        },
        generousMs,
      );

      it(
        'hears files change, also in a drop-in directory that is new',
        async () => {
          const heard = await listen(machine.link, [unit]);
          await machine.byHand.writeFile(`${unitPath()}.d/10-new.conf`, '[Unit]\nDescription=new\n');
          await heard.until((signal) => signal.kind === 'files-changed');
          // Whoever hears it looks, and what the look meets is listened to.
          await machine.link.observe({
            units: [{ name: unit, paths: [] }],
            details: 'suspects',
            strays: false,
          });
          await heard.quiet();
          await machine.byHand.writeFile(`${unitPath()}.d/10-new.conf`, '[Unit]\nDescription=newer\n');
          await heard.until((signal) => signal.kind === 'files-changed');
          await machine.byHand.removeFile(`${unitPath()}.d/10-new.conf`);
        },
        generousMs,
      );

      it(
        'hears a daemon-reload',
        async () => {
          const heard = await listen(machine.link, [unit]);
          await machine.byHand.daemonReload();
          await heard.until((signal) => signal.kind === 'reloaded');
        },
        generousMs,
      );

      it('says how it hears', () => {
        expect(machine.link.hearing.by).toBe('signals');
        expect(machine.link.hearing.reason).not.toBe('');
      });
    });
  });

  describe(`machine link that goes: ${name}`, () => {
    it(
      'tells its listener, and fails what is asked of it',
      async () => {
        const machine = await open();
        if (machine.cut === null) {
          await machine.close();
          return;
        }
        const heard = await listen(machine.link, []);
        const running = await machine.link.run(['sleep', '1000']);
        machine.cut();
        await heard.until((signal) => signal.kind === 'closed' && signal.error.reason === 'ConnectionLost');
        await expect(running.exit).rejects.toMatchObject({ reason: 'ConnectionLost' });
        await expect(machine.link.read(['/etc/hostname'])).rejects.toMatchObject({
          reason: 'ConnectionLost',
        });
        await machine.close();
      },
      generousMs,
    );
  });
}

export async function collected(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

export async function finished(process: RemoteProcess): Promise<{ code: number; out: string }> {
  const [code, out] = await Promise.all([process.exit, collected(process.stdout)]);
  return { code, out };
}

interface Heard {
  /** Resolves with the first signal of that kind since the last call. */
  until(wanted: (signal: MachineSignal) => boolean): Promise<MachineSignal>;
  /** Resolves when nothing has been heard for a while, and forgets what was. */
  quiet(): Promise<void>;
}

const quietMs = 300;

export async function listen(link: MachineLink, units: string[]): Promise<Heard> {
  const heard: MachineSignal[] = [];
  let wake: () => void = () => undefined;
  await link.watch(units, (signal) => {
    heard.push(signal);
    wake();
  });
  const next = (milliseconds?: number) =>
    new Promise<boolean>((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(() => resolve(false), milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  return {
    async until(wanted) {
      for (;;) {
        const at = heard.findIndex(wanted);
        const signal = heard[at];
        if (signal !== undefined) {
          heard.splice(0, at + 1);
          return signal;
        }
        await next();
      }
    },
    async quiet() {
      do heard.length = 0;
      while (await next(quietMs));
    },
  };
}
