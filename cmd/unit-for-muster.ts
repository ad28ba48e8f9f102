/** A unit file that runs `muster serve` from where it is installed now, with the home folder used now. */
export function unitForMuster(home: string, node: string, program: string): string {
  const system = home === '/var/lib/muster';
  return `[Unit]
Description=Muster keeps systemd units as declared on every machine
Wants=network-online.target
After=network-online.target

[Service]
Type=notify
# Readiness is told by systemd-notify, a process of its own.
NotifyAccess=all
ExecStart=${quote(node)} ${quote(program)} serve
Environment=${quote(`MUSTER_HOME=${home}`)}
${system ? 'StateDirectory=muster\nStateDirectoryMode=0700\n' : ''}Restart=on-failure
RestartSec=2
# Muster only opens connections to other machines.
NoNewPrivileges=true
PrivateTmp=true
ProtectSystem=full

[Install]
WantedBy=${system ? 'multi-user.target' : 'default.target'}
`;
}

/** A word in a unit file's command line (systemd.service(5), "Command lines"). */
function quote(word: string): string {
  const escaped = word.replace(/[%$]/g, '$&$&');
  return /^[\w@%+=:,./-]+$/.test(word) ? escaped : `"${escaped.replace(/["\\]/g, '\\$&')}"`;
}
