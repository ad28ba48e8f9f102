import type { LabHost } from '../lab/lab-host.ts';

/** Puts lines before all others into the host's sshd_config: the first of a setting counts. */
export async function configureSshd(host: LabHost, lines: string): Promise<void> {
  const config = '/etc/ssh/sshd_config';
  const { code, stderr } = await host.run(
    `cat - ${config} >${config}.new && mv ${config}.new ${config} && { systemctl restart ssh || systemctl restart sshd; }`,
    { input: lines },
  );
  if (code !== 0) throw new Error(stderr);
}
