package dev.signet.pem;

import dev.signet.verdict.Guard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The one reader of files in which certificates, keys, requests and lists are handed in. Tells by
 * the content what a file is, whatever its name; takes PEM in every form that is seen, bare base64,
 * and DER. What is in the parts is for their own parsers to judge.
 */
public final class InputFile {
  private static final int SHOWN_START = 512;
  private static final Set<Integer> JAVA_KEY_STORES = Set.of(0xfeedfeed, 0xcececece);
  private static final Set<Integer> ARCHIVES = Set.of(0x504b0304, 0x504b0506, 0x1f8b0800);
  private static final List<String> OTHER_KEYS =
      List.of("ssh-", "ecdsa-sha2-", "sk-", "---- begin ssh2", "putty-user-key-file");

  private final List<Part> parts;
  private final String detail;

  private InputFile(List<Part> parts, String detail) {
    this.parts = List.copyOf(parts);
    this.detail = detail;
  }

  /** Tells what the content of a file is; never fails. */
  public static InputFile of(byte[] content) {
    return Guard.run(() -> read(content), failure -> is(FileKind.DAMAGED, Guard.cause(failure)));
  }

  private static InputFile read(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    if (text.isBlank() || text.equals("\u00ef\u00bb\u00bf")) {
      return is(FileKind.EMPTY, "");
    }
    if (isDer(content)) {
      return ofDer(content);
    }
    Optional<FileKind> magic = magic(content);
    if (magic.isPresent()) {
      return is(magic.get(), "");
    }
    List<Part> blocks = PemBlocks.in(text);
    return blocks.isEmpty() ? ofText(text) : new InputFile(blocks, "");
  }

  private static InputFile is(FileKind kind, String detail) {
    return new InputFile(List.of(Part.ofDer(kind, new byte[0])), detail);
  }

  private static InputFile ofDer(byte[] der) {
    try {
      return new InputFile(List.of(Part.ofDer(Structure.of(der), der)), "");
    } catch (IOException e) {
      return is(FileKind.DAMAGED, String.valueOf(e.getMessage()));
    }
  }

  /** In text, the tag of a sequence is the digit 0, and a length of several bytes is no ASCII. */
  private static boolean isDer(byte[] content) {
    if (content.length < 2 || content[0] != Der.SEQUENCE) {
      return false;
    }
    return content[1] < 0 || content[1] == content.length - 2;
  }

  private static Optional<FileKind> magic(byte[] content) {
    if (content.length < Integer.BYTES) {
      return Optional.empty();
    }
    int start = ByteBuffer.wrap(content).getInt();
    if (JAVA_KEY_STORES.contains(start)) {
      return Optional.of(FileKind.JAVA_KEY_STORE);
    }
    if (ARCHIVES.contains(start) || start >>> Byte.SIZE == 0x1f8b08) {
      return Optional.of(FileKind.ARCHIVE);
    }
    int mark = start >>> Short.SIZE;
    boolean wide = isWide(start) || isWide(Integer.reverseBytes(start));
    return mark == 0xfeff || mark == 0xfffe || wide
        ? Optional.of(FileKind.UTF_16)
        : Optional.empty();
  }

  /** Every second byte is zero, and the others are visible. */
  private static boolean isWide(int start) {
    return (start & 0x00ff00ff) == 0 && start >>> 24 > ' ' && (start >>> 8 & 0xff) > ' ';
  }

  private static InputFile ofText(String text) {
    String start =
        text.substring(0, Math.min(text.length(), SHOWN_START))
            .replace("\u00ef\u00bb\u00bf", "")
            .strip()
            .toLowerCase(Locale.ROOT);
    if (start.startsWith("<") && (start.contains("<html") || start.contains("<!doctype html"))) {
      return is(FileKind.WEB_PAGE, "");
    }
    if (OTHER_KEYS.stream().anyMatch(start::startsWith)) {
      return is(FileKind.OTHER_KEY, "");
    }
    try {
      byte[] der = StrictBase64.decode(text);
      if (der.length > 0 && der[0] == Der.SEQUENCE) {
        return ofDer(der);
      }
    } catch (IOException e) {
      // No bare base64 either.
    }
    boolean binary = text.chars().anyMatch(c -> c < '\t' || (c > '\r' && c < ' '));
    return is(binary ? FileKind.BINARY : FileKind.TEXT, "");
  }

  /** Returns the parts of these kinds, in the file's order. */
  public List<Part> parts(FileKind... kinds) {
    Set<FileKind> wanted = Set.of(kinds);
    List<Part> found = new ArrayList<>();
    for (Part part : parts) {
      if (wanted.contains(part.kind())) {
        found.add(part);
      }
    }
    return found;
  }

  /**
   * Returns what the file is instead of what is wanted, and what to do: sentences that go on after
   * a colon.
   *
   * @param wanted a certificate, private key, request or revocation list
   */
  public String instead(FileKind wanted) {
    FileKind kind =
        parts.stream()
            .map(Part::kind)
            .filter(found -> found != FileKind.OTHER_BLOCK)
            .findFirst()
            .orElse(FileKind.OTHER_BLOCK);
    return kind.sentence()
        + (detail.isEmpty() ? "" : " (" + detail + ")")
        + ". "
        + kind.remedy(wanted);
  }
}
