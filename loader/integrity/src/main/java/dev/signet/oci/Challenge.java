package dev.signet.oci;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a server wants to be told who asks (RFC 9110, section 11.6.1).
 *
 * @param scheme in lower case
 * @param parameters by their names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  private static final int MOST_CHARS = 4_096;
  private static final Pattern PART =
      Pattern.compile(
          "(?<scheme>[A-Za-z]+)(?=\\s+[A-Za-z_]+=|\\s*(?:,|$))"
              + "|(?<name>[A-Za-z_]+)=(?:\"(?<quoted>[^\"]*)\"|(?<plain>[^\\s\",]+))");

  /** Returns the first challenge of a scheme; empty when there is none. */
  static Optional<Challenge> of(String scheme, HttpHeaders headers) {
    return headers.allValues("WWW-Authenticate").stream()
        .filter(text -> text.length() <= MOST_CHARS)
        .flatMap(text -> parse(text).stream())
        .filter(challenge -> challenge.scheme().equals(scheme))
        .findFirst();
  }

  private static List<Challenge> parse(String text) {
    List<Challenge> all = new ArrayList<>();
    Matcher part = PART.matcher(text);
    while (part.find()) {
      if (part.group("scheme") != null) {
        all.add(new Challenge(lower(part.group("scheme")), new HashMap<>()));
      } else if (!all.isEmpty()) {
        String quoted = part.group("quoted");
        all.get(all.size() - 1)
            .parameters()
            .put(lower(part.group("name")), quoted == null ? part.group("plain") : quoted);
      }
    }
    return all;
  }

  /** Returns a parameter; empty when there is none. */
  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
