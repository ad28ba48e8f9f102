import { describeLink } from '../link.contract.ts';
import { actWell, describeObserveAct, firstSteps, observeUnits, sleeper } from '../observe-act.contract.ts';
import { SimulatedHost } from './simulated-host.ts';
import { openSimulatedLink } from './simulated-link.ts';

describeObserveAct('simulated', async () => {
  const host = new SimulatedHost('simulated');
  const link = await openSimulatedLink(host);
  return {
    link,
    write: async (path, content) => host.writeFile(path, content),
    remove: async (path) => host.removeFile(path),
    systemctl: async (verb, unit = '') => {
      if (verb === 'stop') host.systemd.stop(unit);
      else if (verb === 'daemon-reload') host.daemonReload();
      else throw new Error(`the simulation has no systemctl ${verb}`);
    },
    close: () => link.close(),
  };
});

describeLink('simulated', async () => {
  const host = new SimulatedHost('simulated');
  host.files.write('/etc/hostname', 'simulated\n');
  const link = await openSimulatedLink(host);
  return {
    link,
    byHand: {
      writeFile: async (path, content) => host.writeFile(path, content),
      removeFile: async (path) => host.removeFile(path),
      startService: async (unit) => {
        host.writeFile(`/etc/systemd/system/${unit}`, sleeper());
        host.systemd.start(unit);
      },
      stopService: async (unit) => host.systemd.stop(unit),
      daemonReload: async () => host.daemonReload(),
    },
    cut: () => host.cut(),
    close: () => link.close(),
  };
});

describe('a simulated host', () => {
  test('an act that is cut at any step converges when it is repeated', async () => {
    for (let cut = 0; cut < 6; cut++) {
      const host = new SimulatedHost('cut');
      const link = await openSimulatedLink(host);
      const steps = firstSteps(link, 'a.service', sleeper());
      host.faults.cutAtStep = cut;
      await expect(link.act({ id: 'cut', epoch: 1, steps })).rejects.toMatchObject({
        reason: 'ConnectionLost',
      });
      await actWell(link, steps);
      const unit = (await observeUnits(link, ['a.service'])).units.get('a.service');
      expect(unit?.loaded?.active).toBe('active');
      expect(unit?.record).not.toBeNull();
    }
  });

  test('after a reboot what is enabled runs, and what /run held is gone', async () => {
    const host = new SimulatedHost('boot');
    const link = await openSimulatedLink(host);
    await actWell(link, firstSteps(link, 'a.service', sleeper()));
    const before = await observeUnits(link, ['a.service']);
    host.reboot();
    await expect(observeUnits(link, ['a.service'])).rejects.toMatchObject({ reason: 'ConnectionLost' });
    const after = await observeUnits(await openSimulatedLink(host), ['a.service']);
    expect(after.bootId).not.toBe(before.bootId);
    expect(after.units.get('a.service')).toMatchObject({ ledger: null, loaded: { active: 'active' } });
    expect(after.units.get('a.service')?.invocation).not.toBe(before.units.get('a.service')?.invocation);
  });

  test('signals are heard, of the units that were asked for', async () => {
    const host = new SimulatedHost('signals');
    const link = await openSimulatedLink(host);
    await actWell(link, firstSteps(link, 'a.service', sleeper()));
    const heard: string[] = [];
    await link.watch(['a.service'], (signal) => heard.push(signal.kind));
    host.systemd.kill('a.service');
    host.writeFile('/etc/systemd/system/b.service', sleeper());
    await observeUnits(link, []);
    expect(heard).toEqual(['unit-changed', 'files-changed']);
  });

  test('a host that is down refuses, and a full disk fails the write and what hangs on it', async () => {
    const host = new SimulatedHost('faults');
    const link = await openSimulatedLink(host);
    host.faults.unreachable = true;
    await expect(observeUnits(link, [])).rejects.toMatchObject({ reason: 'HostUnreachable' });
    host.faults.unreachable = false;
    host.faults.writeError = 'No space left on device';
    const { results } = await link.act({
      id: 'full',
      epoch: 1,
      steps: firstSteps(link, 'a.service', sleeper()),
    });
    expect(results.every(({ ok }) => !ok)).toBe(true);
    expect(results[0]?.message).toContain('No space left on device');
  });
});
