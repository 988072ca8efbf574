package dev.signet.manifest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The bytes a signature is over, in the two forms of {@code signature.json}. A map has exactly one
 * such form, or none; from the bytes the map can be read back.
 */
public final class CanonicalJson {
  /** Of a path and a digest. */
  private static final int USUAL_MEMBER_CHARS = 200;

  private CanonicalJson() {}

  /**
   * Returns the version 2 form: names in unsigned byte order of their UTF-8, no white space,
   * escapes only for {@code "}, {@code \} and characters below U+0020, all else verbatim UTF-8.
   *
   * @param values name to value, in any order; without lone surrogates
   */
  public static byte[] version2(Map<String, String> values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(values.size() * USUAL_MEMBER_CHARS + 2);
    version2(sorted(values).entrySet(), out::write);
    return out.toByteArray();
  }

  /**
   * Returns whether a text is the version 2 form of these values; takes no room for another text.
   */
  public static boolean isVersion2(byte[] text, Map<String, String> values) {
    ByteBuffer rest = ByteBuffer.wrap(text);
    boolean[] fits = {true};
    version2(
        sorted(values).entrySet(),
        (bytes, offset, length) -> {
          fits[0] &= rest.remaining() >= length;
          if (fits[0]) {
            fits[0] = rest.slice().limit(length).equals(ByteBuffer.wrap(bytes, offset, length));
            rest.position(rest.position() + length);
          }
        });
    return fits[0] && !rest.hasRemaining();
  }

  private static Map<String, String> sorted(Map<String, String> values) {
    if (isSorted(values.keySet())) {
      return values;
    }
    Map<String, String> sorted = new TreeMap<>(CodePoints.ORDER);
    sorted.putAll(values);
    return sorted;
  }

  private static boolean isSorted(Iterable<String> names) {
    String before = "";
    for (String name : names) {
      if (CodePoints.compare(before, name) > 0) {
        return false;
      }
      before = name;
    }
    return true;
  }

  /**
   * Hands out the version 2 form member by member.
   *
   * @param members in unsigned byte order of their names' UTF-8
   */
  static void version2(Iterable<Map.Entry<String, String>> members, Sink out) {
    MemberWriter writer = new MemberWriter(out);
    members.forEach(member -> writer.add(member.getKey(), member.getValue()));
    writer.end();
  }

  /** Takes the form part by part; no part may be changed or kept. */
  @FunctionalInterface
  interface Sink {
    void take(byte[] bytes, int offset, int length);
  }

  /**
   * Returns the version 1 form: what PHP's {@code json_encode} makes of the map after {@code
   * ksort}; see {@link PhpJson} and {@link #version1Sorted}.
   *
   * @param hashes in the order of the file
   * @return empty when PHP's order of these names is not well defined
   * @throws IllegalArgumentException when a value holds a number that is no integer of 64 bits
   */
  public static Optional<byte[]> version1(ObjectNode hashes) {
    return version1Sorted(hashes)
        .map(sorted -> PhpJson.compact(sorted).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Returns a copy with the members in the order of PHP's {@code ksort}; values stay as they are.
   *
   * <p>PHP compares two numeric names as numbers and all others by bytes, which can contradict
   * itself: {@code 9 < 10 < 1a < 9}. The order of a set of names is well defined when that
   * comparison has no contradiction on it and no number must be rounded to be compared; or when
   * there are at most 16 names, and PHP's own sort and one by bisection agree. Between names of
   * equal value, such as {@code 1} and {@code 01}, the order of the file decides. Takes O(n log n)
   * comparisons.
   *
   * @param hashes in the order of the file
   * @return empty when PHP's order of these names is not well defined
   */
  public static Optional<ObjectNode> version1Sorted(ObjectNode hashes) {
    List<String> names = new ArrayList<>(hashes.size());
    hashes.fieldNames().forEachRemaining(names::add);
    return PhpOrder.sort(names)
        .map(
            sorted -> {
              ObjectNode copy = JsonNodeFactory.instance.objectNode();
              sorted.forEach(name -> copy.set(name, hashes.get(name)));
              return copy;
            });
  }
}
