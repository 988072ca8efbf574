package dev.signet.attack.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.attack.mutation.SecondJson.Items;
import dev.signet.attack.mutation.SecondJson.Members;
import dev.signet.attack.mutation.SecondJson.Numeral;
import dev.signet.attack.mutation.SecondJson.Refused;
import dev.signet.attack.mutation.SecondJson.Text;
import dev.signet.attack.mutation.SecondJson.Value;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code signature.json} a second time, from the description of the format alone: what the
 * library makes of a file is held against this. Says nothing of signatures or trust.
 */
final class SecondReader {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ((?:X509 )?CERTIFICATE)-----(.*?)-----END \\1-----", 32);
  private static final String[] PADDING = {"", "===", "==", "="};
  private static final int LONGEST_TIMESTAMP = 64 << 10;
  private static final int MOST_CERTIFICATES = 8;

  private final Map<String, Value> members;

  private SecondReader(Map<String, Value> members) {
    this.members = members;
  }

  /**
   * What a file says.
   *
   * @param signed the text that the signature is over
   * @param signature in hex
   * @param certificates in hex, the leaf first
   */
  record Reading(
      int version,
      Map<String, String> hashes,
      String signed,
      ByteBuffer signature,
      List<ByteBuffer> certificates) {}

  static Reading read(byte[] file) throws Refused {
    if (!(SecondJson.read(file) instanceof Members root)) {
      throw new Refused("no object");
    }
    SecondReader reader = new SecondReader(root.values());
    return root.values().containsKey("v") ? reader.version2() : reader.version1();
  }

  private Reading version1() throws Refused {
    refuse("alg", "certificates");
    Map<String, Value> hashes = named(member("hashes"));
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, Value> hash : hashes.entrySet()) {
      requireIntegers(hash.getValue());
      texts.put(hash.getKey(), hash.getValue() instanceof Text text ? text.value() : "");
    }
    timestamp();
    ByteBuffer leaf = certificates(text("certificate"), true);
    return new Reading(1, texts, php(hashes), loose(text("signature")), List.of(leaf));
  }

  private Reading version2() throws Refused {
    if (!member("v").raw().equals("2")) {
      throw new Refused("another version");
    }
    refuse("certificate");
    if (!List.of("rsa-pss-sha384", "ecdsa-p384-sha384").contains(text("alg"))) {
      throw new Refused("an unknown algorithm");
    }
    if (!(member("hashes") instanceof Members hashes)
        || !(member("certificates") instanceof Members sent)) {
      throw new Refused("no object");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, Value> hash : hashes.values().entrySet()) {
      texts.put(hash.getKey(), text(hash.getValue()));
    }
    if (!hashes.raw().equals(canonical(texts))) {
      throw new Refused("not canonical");
    }
    timestamp();
    ByteBuffer signature = strict(text("signature"));
    if (!signature.hasRemaining()) {
      throw new Refused("no signature");
    }
    return new Reading(2, texts, hashes.raw(), signature, certificates(sent));
  }

  private static List<ByteBuffer> certificates(Members sent) throws Refused {
    List<ByteBuffer> all = new ArrayList<>();
    Value chain = sent.values().getOrDefault("chain", new Items(List.of(), "[]"));
    if (!(chain instanceof Items items) || items.values().size() > MOST_CERTIFICATES) {
      throw new Refused("no chain");
    }
    all.add(certificates(text(sent.values().get("leaf")), false));
    for (Value certificate : items.values()) {
      all.add(certificates(text(certificate), false));
    }
    return all;
  }

  /** PHP writes names that count from 0 as a list. */
  private static Map<String, Value> named(Value hashes) throws Refused {
    if (hashes instanceof Members object) {
      return object.values();
    }
    if (!(hashes instanceof Items list)) {
      throw new Refused("no hashes");
    }
    Map<String, Value> named = new LinkedHashMap<>();
    list.values().forEach(value -> named.put("" + named.size(), value));
    return named;
  }

  private static void requireIntegers(Value value) throws Refused {
    if (value instanceof Numeral number) {
      try {
        Long.parseLong(number.raw().equals("-0") ? "no" : number.raw());
      } catch (NumberFormatException e) {
        throw new Refused("no integer");
      }
    }
    List<Value> within = new ArrayList<>();
    if (value instanceof Items items) {
      within.addAll(items.values());
    } else if (value instanceof Members object) {
      within.addAll(object.values().values());
    }
    for (Value inner : within) {
      requireIntegers(inner);
    }
  }

  private void timestamp() throws Refused {
    if (members.containsKey("timestamp")) {
      int length = strict(text("timestamp")).remaining();
      if (length == 0 || length > LONGEST_TIMESTAMP) {
        throw new Refused("no timestamp");
      }
    }
  }

  private void refuse(String... names) throws Refused {
    for (String name : names) {
      if (members.containsKey(name)) {
        throw new Refused("mixed versions");
      }
    }
  }

  private Value member(String name) throws Refused {
    Value value = members.get(name);
    if (value == null) {
      throw new Refused("no " + name);
    }
    return value;
  }

  private String text(String name) throws Refused {
    return text(members.get(name));
  }

  private static String text(@Nullable Value value) throws Refused {
    if (value instanceof Text text) {
      return text.value();
    }
    throw new Refused("no text");
  }

  private static ByteBuffer strict(String base64) throws Refused {
    if (!base64.matches("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")) {
      throw new Refused("no base64");
    }
    byte[] bytes = Base64.getDecoder().decode(base64);
    if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) {
      throw new Refused("base64 with bits left over");
    }
    return ByteBuffer.wrap(bytes);
  }

  private static ByteBuffer loose(String base64) {
    String digits = base64.replaceAll("[^A-Za-z0-9+/]", "");
    int whole = digits.length() % 4 == 1 ? digits.length() - 1 : digits.length();
    return ByteBuffer.wrap(Base64.getDecoder().decode(digits.substring(0, whole)));
  }

  private static ByteBuffer certificates(String pem, boolean first) throws Refused {
    Matcher block = BLOCK.matcher(pem);
    String body = pem;
    if (pem.contains("-----BEGIN ")) {
      if (!block.find()) {
        throw new Refused("no certificate");
      }
      body = block.group(2);
      if (!first && block.find()) {
        throw new Refused("two certificates");
      }
    }
    String digits = body.replaceAll("[ \t\r\n\f\u000b]", "");
    ByteBuffer der = strict(digits + (digits.contains("=") ? "" : PADDING[digits.length() % 4]));
    try {
      byte[] bytes = new byte[der.remaining()];
      der.duplicate().get(bytes);
      byte[] again =
          CertificateFactory.getInstance("X.509", "SUN")
              .generateCertificate(new ByteArrayInputStream(bytes))
              .getEncoded();
      if (!Arrays.equals(bytes, again)) {
        throw new Refused("a certificate with more than one reading");
      }
      return der;
    } catch (CertificateException e) {
      throw new Refused("no certificate");
    } catch (java.security.NoSuchProviderException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Version 2: sorted by the bytes of UTF-8, with no more escapes than there must be. */
  private static String canonical(Map<String, String> hashes) {
    return object(sorted(hashes), c -> c < ' ' || c == '"' || c == '\\');
  }

  /** Version 1: as PHP prints it. Not for names that are numbers, which it sorts as such. */
  private static String php(Map<String, Value> hashes) {
    Map<String, Value> sorted =
        new TreeMap<>((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));
    sorted.putAll(hashes);
    return hashes.isEmpty() ? "[]" : phpObject(sorted);
  }

  private static String php(Value value) {
    if (value instanceof Text text) {
      return quoted(text.value(), SecondReader::isEscapedByPhp);
    }
    if (value instanceof Items list) {
      return phpList(list.values());
    }
    if (value instanceof Members object) {
      Map<String, Value> values = object.values();
      boolean counted = true;
      int number = 0;
      for (String name : values.keySet()) {
        counted &= name.equals("" + number++);
      }
      return counted ? phpList(values.values()) : phpObject(values);
    }
    return value.raw();
  }

  private static boolean isEscapedByPhp(int c) {
    return c < ' ' || c > 0x7f || c == '"' || c == '\\' || c == '/';
  }

  private static String phpList(Collection<Value> values) {
    return values.stream().map(SecondReader::php).collect(Collectors.joining(",", "[", "]"));
  }

  private static String phpObject(Map<String, Value> values) {
    return values.entrySet().stream()
        .map(
            each ->
                quoted(each.getKey(), SecondReader::isEscapedByPhp) + ":" + php(each.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static Map<String, String> sorted(Map<String, String> hashes) {
    Map<String, String> sorted =
        new TreeMap<>((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));
    sorted.putAll(hashes);
    return sorted;
  }

  private static String object(Map<String, String> sorted, IntPredicate isEscaped) {
    StringBuilder json = new StringBuilder("{");
    sorted.forEach(
        (name, value) -> {
          json.append(json.length() == 1 ? "" : ",");
          json.append(quoted(name, isEscaped)).append(':').append(quoted(value, isEscaped));
        });
    return json.append('}').toString();
  }

  private static String quoted(String text, IntPredicate isEscaped) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int known = "\"\\/\b\f\n\r\t".indexOf(c);
      if (!isEscaped.test(c)) {
        quoted.append(c);
      } else if (known >= 0) {
        quoted.append('\\').append("\"\\/bfnrt".charAt(known));
      } else {
        quoted.append("\\u%04x".formatted((int) c));
      }
    }
    return quoted.append('"').toString();
  }
}
