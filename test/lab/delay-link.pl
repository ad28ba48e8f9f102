#!/usr/bin/perl
# A cable with a delay, for kernels without netem: delay-link.pl LINK TAP BRIDGE MILLISECONDS
# LINK (this side of the host's veth) leaves the bridge and TAP takes its port; frames are carried between the two, those
# to the host MILLISECONDS late. Prints "ready" when it carries, and runs until it is killed: TAP vanishes with it, and
# whoever kills it puts LINK back on the bridge. Perl, because perl-base is on every Debian.
use strict;
use warnings;
use Socket;

my ($link, $tap, $bridge, $milliseconds) = @ARGV;

# From linux/if_tun.h, linux/if_packet.h, linux/virtio_net.h, linux/sockios.h.
use constant {
  TUNSETIFF => 0x400454ca, IFF_TAP => 2, IFF_NO_PI => 0x1000, IFF_VNET_HDR => 0x4000,
  AF_PACKET => 17, ETH_P_ALL => 3, SOL_PACKET => 263, PACKET_VNET_HDR => 15, PACKET_OUTGOING => 4, SIOCGIFINDEX => 0x8933,
};
# Frames between veths carry unfinished checksums and up to 64 KiB; the virtio header hands that on untouched.
my $largest = 10 + 65536 + 18;

# clock_gettime(CLOCK_MONOTONIC) by number: Time::HiRes is not in perl-base. 228 on x86-64, 113 on arm64.
my $clock_gettime = (do { require POSIX; (POSIX::uname())[4] } eq 'aarch64') ? 113 : 228;
sub clock {
  my $buffer = "\0" x 16;
  syscall($clock_gettime, 1, $buffer) == 0 or die "clock_gettime: $!\n";
  my ($seconds, $nanoseconds) = unpack('q2', $buffer);
  return $seconds + $nanoseconds / 1e9;
}

open(my $tap_file, '+<', '/dev/net/tun') or die "/dev/net/tun: $!\n";
ioctl($tap_file, TUNSETIFF, pack('a16 S x22', $tap, IFF_TAP | IFF_NO_PI | IFF_VNET_HDR)) or die "TUNSETIFF: $!\n";

socket(my $packets, AF_PACKET, SOCK_RAW, unpack('S', pack('n', ETH_P_ALL))) or die "packet socket: $!\n";
my $request = pack('a16 x24', $link);
ioctl($packets, SIOCGIFINDEX, $request) or die "$link: $!\n";
my $index = unpack('x16 i', $request);
setsockopt($packets, SOL_PACKET, PACKET_VNET_HDR, pack('i', 1)) or die "PACKET_VNET_HDR: $!\n";
setsockopt($packets, SOL_SOCKET, SO_RCVBUF, pack('i', 16 << 20));

for my $arguments ("link set $tap addrgenmode none", "link set $link nomaster", "link set $tap master $bridge up") {
  system("ip $arguments") == 0 or die "ip $arguments\n";
}
# sockaddr_ll: bound only now, when nothing else carries the link's frames.
bind($packets, pack('S n i S C C a8', AF_PACKET, ETH_P_ALL, $index, 0, 0, 0, '')) or die "bind: $!\n";
$| = 1;
print "ready\n";

my @late;    # [when it is due, frame]
my $watched = '';
vec($watched, fileno($tap_file), 1) = 1;
vec($watched, fileno($packets), 1) = 1;
while (1) {
  my $wait = @late ? $late[0][0] - clock() : undef;
  $wait = 0 if defined $wait && $wait < 0;
  select(my $readable = $watched, undef, undef, $wait);
  if (vec($readable, fileno($tap_file), 1) && sysread($tap_file, my $frame, $largest)) {
    push @late, [clock() + $milliseconds / 1000, $frame];
  }
  if (vec($readable, fileno($packets), 1) && defined(my $from = recv($packets, my $frame, $largest, 0))) {
    my (undef, undef, undef, undef, $type) = unpack('S n i S C', $from);
    syswrite($tap_file, $frame) if $type != PACKET_OUTGOING && length $frame;
  }
  while (@late && $late[0][0] <= clock()) {
    my $due = shift @late;
    # A host that is cut off or dead takes nothing: the frame is lost, as on a real cable.
    syswrite($packets, $due->[1]);
  }
}
