/** Lists of addresses and networks, as settings have them: `10.0.0.0/8, ::1`. */
import { BlockList, isIP } from 'node:net';

/** The list, or null when something in it is neither an address nor a network. */
export function parseNetworks(text: string): BlockList | null {
  const list = new BlockList();
  for (const entry of text.split(',').map((part) => part.trim())) {
    const [address = '', prefix, ...more] = entry.split('/');
    const family = isIP(address);
    if (family === 0 || more.length > 0) return null;
    const type = family === 4 ? 'ipv4' : 'ipv6';
    if (prefix === undefined) {
      list.addAddress(address, type);
      continue;
    }
    if (!/^[0-9]{1,3}$/.test(prefix) || Number(prefix) > (family === 4 ? 32 : 128)) return null;
    list.addSubnet(address, Number(prefix), type);
  }
  return list;
}

/** Whether the address is on the list. IPv4 inside IPv6 (`::ffff:…`) counts as IPv4. */
export function isListed(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
