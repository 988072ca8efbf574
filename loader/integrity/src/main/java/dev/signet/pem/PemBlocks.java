package dev.signet.pem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the blocks of PEM (RFC 7468) in whatever became of a text: editors, build settings and mail
 * put them on one line, indent them, write line breaks as {@code \n}, or put words around. Goes
 * over the text once, however many beginnings there are in it.
 */
final class PemBlocks {
  static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final int LABEL_CHARS = 64;

  /** Before the base64 of a key that was encrypted within PEM (RFC 1421 section 4.6.1). */
  private static final Pattern ENCRYPTION =
      Pattern.compile(
          "\\s*Proc-Type:\\s*4,\\s*ENCRYPTED\\s*DEK-Info:\\s*"
              + "([A-Z0-9-]{1,20},(?:[0-9A-Fa-f]{32}|[0-9A-Fa-f]{16}))");

  private final String text;
  private final List<Part> parts = new ArrayList<>();
  private int end = -1;

  private PemBlocks(String text) {
    this.text = text;
  }

  /** Returns the blocks in their order, also those without an end. */
  static List<Part> in(String text) {
    // A backslash is in no block; where one stands, it was written for a line break.
    PemBlocks blocks = new PemBlocks(text.replace("\\r", "\r").replace("\\n", "\n"));
    blocks.read();
    return blocks.parts;
  }

  private void read() {
    int begin = text.indexOf(BEGIN);
    while (begin >= 0) {
      int next = text.indexOf(BEGIN, begin + BEGIN.length());
      read(begin + BEGIN.length(), next < 0 ? text.length() : next);
      begin = next;
    }
  }

  /** Reads one block, which lies between its label and where the next one begins. */
  private void read(int start, int limit) {
    int labelEnd = text.substring(start, Math.min(limit, start + LABEL_CHARS)).indexOf(DASHES);
    if (labelEnd < 0) {
      parts.add(Part.ofPem(FileKind.CUT_OFF, "", Optional.empty()));
      return;
    }
    String label = text.substring(start, start + labelEnd);
    int body = start + labelEnd + DASHES.length();
    int bodyEnd = end(body);
    if (bodyEnd >= limit || !text.startsWith(label + DASHES, bodyEnd + END.length())) {
      parts.add(Part.ofPem(FileKind.CUT_OFF, "", Optional.empty()));
      return;
    }
    Matcher encryption = ENCRYPTION.matcher(text).region(body, bodyEnd);
    boolean encrypted = encryption.lookingAt();
    parts.add(
        Part.ofPem(
            kind(label),
            text.substring(encrypted ? encryption.end() : body, bodyEnd),
            encrypted ? Optional.of(encryption.group(1)) : Optional.empty()));
  }

  /** Returns where the next end is, or a number beyond the text. */
  private int end(int from) {
    if (end < from) {
      end = text.indexOf(END, from);
      if (end < 0) {
        end = Integer.MAX_VALUE;
      }
    }
    return end;
  }

  private static FileKind kind(String label) {
    return switch (label) {
      case "CERTIFICATE", "X509 CERTIFICATE" -> FileKind.CERTIFICATE;
      case "X509 CRL", "CRL" -> FileKind.REVOCATION_LIST;
      case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST" -> FileKind.REQUEST;
      case "PKCS7", "CMS", "PKCS #7 SIGNED DATA" -> FileKind.PKCS7;
      case "OPENSSH PRIVATE KEY" -> FileKind.OPENSSH_KEY;
      case "PUBLIC KEY", "RSA PUBLIC KEY" -> FileKind.OTHER_KEY;
      default -> {
        if (label.startsWith("PGP ")) {
          yield FileKind.OTHER_KEY;
        }
        if (label.endsWith(" CERTIFICATE")) {
          // What it holds beside a certificate is an error when it is read, and not passed over.
          yield FileKind.CERTIFICATE;
        }
        yield label.endsWith("PRIVATE KEY") ? FileKind.PRIVATE_KEY : FileKind.OTHER_BLOCK;
      }
    };
  }
}
