package dev.signet.attack.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reader of JSON (RFC 8259) that has nothing in common with the library's: from its grammar, by
 * hand, over characters instead of bytes. Takes no name twice and no half of a surrogate pair.
 */
final class SecondJson {
  private static final int MOST_LEVELS = 511;
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final String text;
  private int at;

  private SecondJson(String text) {
    this.text = text;
  }

  /** The text has no reading. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String why) {
      super(why, null, false, false);
    }
  }

  /** A value and where it stands. */
  sealed interface Value {
    /** Returns the characters it was read from. */
    String raw();
  }

  record Text(String value, String raw) implements Value {}

  record Numeral(String raw) implements Value {}

  /** One of the three literals. */
  record Word(String raw) implements Value {}

  record Items(List<Value> values, String raw) implements Value {}

  record Members(Map<String, Value> values, String raw) implements Value {}

  /** Reads the one value that the bytes hold. */
  static Value read(byte[] bytes) throws Refused {
    String decoded;
    try {
      decoded =
          UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
    } catch (CharacterCodingException e) {
      throw new Refused("no UTF-8");
    }
    SecondJson json = new SecondJson(decoded);
    json.skip();
    Value value = json.value(0);
    json.skip();
    if (json.at < decoded.length()) {
      throw new Refused("more behind the end");
    }
    return value;
  }

  private void skip() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char next() throws Refused {
    if (at == text.length()) {
      throw new Refused("ends early");
    }
    return text.charAt(at++);
  }

  private boolean found(char wanted) {
    skip();
    boolean is = at < text.length() && text.charAt(at) == wanted;
    at += is ? 1 : 0;
    return is;
  }

  private void expect(char wanted) throws Refused {
    if (!found(wanted)) {
      throw new Refused("no " + wanted);
    }
  }

  private Value value(int levels) throws Refused {
    if (levels > MOST_LEVELS) {
      throw new Refused("too deep");
    }
    int start = at;
    return switch (next()) {
      case '{' -> members(start, levels + 1);
      case '[' -> items(start, levels + 1);
      case '"' -> {
        String string = string();
        yield new Text(string, text.substring(start, at));
      }
      default -> plain(start);
    };
  }

  private Value plain(int start) throws Refused {
    for (String word : List.of("true", "false", "null")) {
      if (text.startsWith(word, start)) {
        at = start + word.length();
        return new Word(word);
      }
    }
    Matcher number = NUMBER.matcher(text).region(start, text.length());
    if (!number.lookingAt()) {
      throw new Refused("no value");
    }
    at = number.end();
    if (at < text.length() && " \t\n\r,]}".indexOf(text.charAt(at)) < 0) {
      throw new Refused("more behind a number");
    }
    return new Numeral(number.group());
  }

  private Value members(int start, int levels) throws Refused {
    Map<String, Value> values = new LinkedHashMap<>();
    if (!found('}')) {
      do {
        expect('"');
        String name = string();
        expect(':');
        skip();
        if (values.put(name, value(levels)) != null) {
          throw new Refused("a name twice");
        }
      } while (found(','));
      expect('}');
    }
    return new Members(values, text.substring(start, at));
  }

  private Value items(int start, int levels) throws Refused {
    List<Value> values = new ArrayList<>();
    if (!found(']')) {
      do {
        skip();
        values.add(value(levels));
      } while (found(','));
      expect(']');
    }
    return new Items(values, text.substring(start, at));
  }

  private String string() throws Refused {
    StringBuilder string = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      if (c < ' ') {
        throw new Refused("a control character");
      }
      string.append(c == '\\' ? escaped() : c);
    }
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      boolean high = Character.isHighSurrogate(c);
      if (high && i + 1 < string.length() && Character.isLowSurrogate(string.charAt(i + 1))) {
        i++;
      } else if (high || Character.isLowSurrogate(c)) {
        throw new Refused("half a surrogate pair");
      }
    }
    return string.toString();
  }

  private char escaped() throws Refused {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = "0123456789abcdef".indexOf(Character.toLowerCase(next()));
          if (digit < 0) {
            throw new Refused("no hex");
          }
          code = 16 * code + digit;
        }
        yield (char) code;
      }
      default -> throw new Refused("an unknown escape");
    };
  }
}
