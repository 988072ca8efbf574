package dev.signet.sample.host.web;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * By which names the host is reached, and whether by https.
 *
 * @param names values of the Host header that get an answer, lower-case, with the port unless it is
 *     the scheme's own
 * @param https whether visitors come by https, through a reverse proxy; else only this machine is
 *     meant to be among them
 */
public record AccessRules(Set<String> names, boolean https) {

  /** Copies the names. */
  public AccessRules {
    Objects.requireNonNull(names, "names");
    Set<String> lowerCase = new LinkedHashSet<>();
    names.forEach(name -> lowerCase.add(name.toLowerCase(Locale.ROOT)));
    names = Set.copyOf(lowerCase);
  }

  /** Returns the rules for visitors of this machine only. */
  public static AccessRules local() {
    return new AccessRules(Set.of(), false);
  }

  /**
   * Returns whether a request is meant for us. Any web site may have a name of its own resolve to
   * this machine, and its visitors' browsers then let it read what they get.
   *
   * @param port where the server listens; by it, this machine's own names are known
   */
  boolean isAddressedToUs(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    return names.contains(name)
        || Set.of("localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port).contains(name);
  }
}
