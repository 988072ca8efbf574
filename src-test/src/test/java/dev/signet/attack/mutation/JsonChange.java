package dev.signet.attack.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.testkit.Nesting;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes of a {@code signature.json} that know what its text means. */
enum JsonChange {
  /** The text of the JSON itself. */
  JSON_TEXT {
    @Override
    String changed(String json, Random random) {
      return switch (random.nextInt(14)) {
        case 0 ->
            inserted(
                json,
                "[{}\\[\\]:,]",
                Bytes.one(random, " ", "\n", "\t", "\r\n", "\u00a0", "\f"),
                random);
        case 1 -> replaced(json, "[a-zA-Z0-9/]", JsonChange::escaped, random);
        case 2 -> replaced(json, "[a-zA-Z]", c -> c.toUpperCase(java.util.Locale.ROOT), random);
        case 3 -> replaced(json, "\"[^\"]{1,60}\":", name -> name + "0," + name, random);
        case 4 ->
            replaced(
                json,
                "\"[^\"]{1,60}\":",
                name -> Bytes.one(random, "\"x\":", "\"\":", "\"v\":", "\"hashes\":"),
                random);
        case 5 -> replaced(json, "\"[^\"]{1,60}\":\"[0-9a-f]{128}\",?", m -> "", random);
        case 6 ->
            replaced(
                json,
                "\"[^\"]{1,60}\":\"[0-9a-f]{128}\"",
                m -> m + "," + m.replaceFirst("[a-z]", "q"),
                random);
        case 7 -> json + Bytes.one(random, " ", "\n", "{}", "\u0000", ",", "//", json);
        case 8 -> Bytes.one(random, " ", "\ufeff", "\n", "/**/", "[") + json;
        case 9 ->
            replaced(
                json,
                "\\d+|true|null",
                n -> Bytes.one(random, "2.0", "1", "-0", "2e0", "\"2\"", "02", "NaN", "null"),
                random);
        case 10 ->
            replaced(
                json,
                "[{}\\[\\]:,\"]",
                c -> Bytes.one(random, "", "{", "}", "[", "]", ",", "'", "\""),
                random);
        case 11 ->
            replaced(
                json,
                "^\\{",
                c ->
                    "{\"more\":"
                        + Bytes.one(
                            random, "[]", "{\"a\":{}}", "1e999", "\"\\ud800\"", "[".repeat(600))
                        + ",",
                random);
        case 12 ->
            replaced(
                json,
                "\\}\\s*$",
                c ->
                    ",\"timestamp\":\""
                        + Bytes.one(random, "", "AAAA", "AAA=", "AA==", "A")
                        + "\"}",
                random);
        default -> new String(Bytes.changed(json.getBytes(UTF_8), random), UTF_8);
      };
    }
  },
  /** Base64 of the signature and of certificates. */
  BASE64 {
    @Override
    String changed(String json, Random random) {
      return replaced(json, "[A-Za-z0-9+/]{20,}={0,2}", text -> base64(text, random), random);
    }
  },
  /** What is around the base64 of a certificate. */
  PEM {
    @Override
    String changed(String json, Random random) {
      return switch (random.nextInt(8)) {
        case 0 -> json.replace("\\n", "\\r\\n");
        case 1 ->
            json.replace(
                "\\n",
                Bytes.one(
                    random, "", " ", "\\t", "\\n\\n", "\\f", "\\u000b", "\\u2028", "\\u0085"));
        case 2 ->
            replaced(
                json,
                "-----BEGIN",
                c -> Bytes.one(random, "text\\n", "-", "-----BEGIN X-----\\n", json(c)) + c,
                random);
        case 3 ->
            replaced(
                json,
                "-----END CERTIFICATE-----",
                c -> c + Bytes.one(random, "\\n", "text", c, "\\n-----BEGIN CERTIFICATE-----"),
                random);
        case 4 ->
            replaced(
                json,
                "CERTIFICATE",
                c ->
                    Bytes.one(
                        random,
                        "X509 CERTIFICATE",
                        "TRUSTED CERTIFICATE",
                        "certificate",
                        "CERTIFICATE "),
                random);
        case 5 ->
            replaced(json, "-----", c -> Bytes.one(random, "----", "------", "\u2014", ""), random);
        case 6 -> json.replaceAll("-----(BEGIN|END) CERTIFICATE-----", "");
        default ->
            replaced(
                json,
                "\\\\n",
                c -> Bytes.one(random, "", "\\nX-Header: 1\\n", "\\n\\n", "=\\n"),
                random);
      };
    }

    private String json(String begin) {
      return begin + " CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----\\n";
    }
  },
  /** The values within a certificate. */
  DER {
    @Override
    String changed(String json, Random random) {
      return replaced(
          json,
          "-----BEGIN CERTIFICATE-----[^\"]*?-----END CERTIFICATE-----(\\\\n)?",
          pem -> {
            String base64 = pem.replaceAll("-----[A-Z ]+-----|\\\\n|\\\\r", "").replace("\\/", "/");
            byte[] der = DerTree.changed(Base64.getDecoder().decode(base64), random);
            return Nesting.pem("CERTIFICATE", der).replace("\n", "\\n").replace("/", "\\/");
          },
          random);
    }
  };

  abstract String changed(String json, Random random);

  static byte[] changed(byte[] json, Random random) {
    JsonChange change = values()[random.nextInt(values().length)];
    return change.changed(new String(json, UTF_8), random).getBytes(UTF_8);
  }

  private static String base64(String text, Random random) {
    int at = random.nextInt(text.length());
    String before = text.substring(0, at);
    String after = text.substring(at);
    return switch (random.nextInt(7)) {
      case 0 ->
          before + Bytes.one(random, "\\n", " ", "=", "-", "\\u0000", "!", "\\/", "\u00e9") + after;
      case 1 -> text.replaceFirst("=$", "");
      case 2 -> text + Bytes.one(random, "=", "==", "A", "AA", "AAAA");
      case 3 -> text.replace('+', '-').replace('/', '_');
      case 4 -> before + (after.length() > 1 ? after.substring(1) : after);
      case 5 -> bitsLeft(text);
      default -> before + Bytes.one(random, "A", "z", "9", "+") + after.substring(1);
    };
  }

  /** Sets a bit of the last digit that stands for none of the bytes. */
  private static String bitsLeft(String text) {
    int last = text.indexOf('=') - 1;
    return last < 0
        ? text
        : text.substring(0, last) + (char) (text.charAt(last) + 1) + text.substring(last + 1);
  }

  private static String escaped(String character) {
    return "\\u%04x".formatted((int) character.charAt(0));
  }

  private static String inserted(String text, String after, String more, Random random) {
    return replaced(text, after, found -> found + more, random);
  }

  /** Changes one of the places that match. */
  private static String replaced(
      String text, String pattern, UnaryOperator<String> change, Random random) {
    List<MatchResult> found =
        new ArrayList<>(Pattern.compile(pattern).matcher(text).results().toList());
    if (found.isEmpty()) {
      return text;
    }
    MatchResult match = found.get(random.nextInt(found.size()));
    return text.substring(0, match.start())
        + change.apply(match.group())
        + text.substring(match.end());
  }
}
