package dev.signet.trust.live;

import dev.signet.http.BoundedHttp;
import dev.signet.trust.RevocationList;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.cert.CRLException;
import java.util.List;

/** A revocation list on the web. */
final class WebList {
  private final URI address;
  private final BoundedHttp http;

  /**
   * @throws IllegalArgumentException when the address is none of https
   */
  WebList(URI address, BoundedHttp http) {
    this.address = requireHttps(address);
    this.http = http;
  }

  /**
   * Returns the address.
   *
   * @throws IllegalArgumentException when its scheme is not https, or it names a user
   */
  static URI requireHttps(URI address) {
    if (address.getRawUserInfo() != null) {
      // Nothing would send it, everything would tell it: so does this message not.
      throw new IllegalArgumentException(
          "address: names a user or password before the host "
              + address.getHost()
              + "; leave it out");
    }
    if (!"https".equalsIgnoreCase(address.getScheme()) || address.getHost() == null) {
      throw new IllegalArgumentException("address: " + address + " is no https address");
    }
    return address;
  }

  /** Returns the address as it was configured. */
  String place() {
    return address.toString();
  }

  /**
   * Fetches the list, whoever signed it and however old it is.
   *
   * @throws IOException when there is no answer that counts
   * @throws CRLException when the answer is anything but one complete list
   */
  RevocationList fetch() throws IOException, CRLException {
    byte[] body = http.send(HttpRequest.newBuilder(address).GET());
    List<RevocationList> lists = RevocationList.parse(body);
    if (lists.size() != 1) {
      throw new CRLException("it is more than one list");
    }
    return lists.get(0);
  }
}
