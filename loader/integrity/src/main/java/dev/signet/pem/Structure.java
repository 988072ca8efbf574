package dev.signet.pem;

import java.io.IOException;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;

/** Tells what DER is by the tags of its outer members, whatever is in them. */
final class Structure {
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int VERSION = 0xa0;
  private static final int OPEN_LENGTH = 0x80;
  private static final int PKCS12_VERSION = 3;
  private static final int SIGNED_MEMBERS = 3;

  private Structure() {}

  /**
   * Returns what it is.
   *
   * @throws IOException when it is not one sequence with nothing behind it
   */
  static FileKind of(byte[] der) throws IOException {
    if (der.length > 2 && (der[1] & 0xff) == OPEN_LENGTH) {
      return ofOpenLength(der[2]);
    }
    List<byte[]> members = Der.members(der);
    int first = tag(members, 0);
    int second = tag(members, 1);
    if (first == OBJECT_IDENTIFIER) {
      return FileKind.PKCS7;
    }
    if (first == INTEGER) {
      return numbered(members);
    }
    if (first != Der.SEQUENCE) {
      return FileKind.BINARY;
    }
    if (second == OCTET_STRING) {
      return isPassphraseBased(members.get(0)) ? FileKind.PRIVATE_KEY : FileKind.BINARY;
    }
    if (second == BIT_STRING && members.size() == 2) {
      return FileKind.OTHER_KEY;
    }
    boolean signed =
        members.size() == SIGNED_MEMBERS && second == Der.SEQUENCE && tag(members, 2) == BIT_STRING;
    return signed ? signed(Der.members(members.get(0))) : FileKind.BINARY;
  }

  /** Only containers are written so (BER). */
  private static FileKind ofOpenLength(int firstTag) {
    if (firstTag == OBJECT_IDENTIFIER) {
      return FileKind.PKCS7;
    }
    return firstTag == INTEGER ? FileKind.PKCS12 : FileKind.BINARY;
  }

  /** Keys begin with a version: PKCS #8 (RFC 5958), PKCS #1 (RFC 8017), SEC 1 (RFC 5915). */
  private static FileKind numbered(List<byte[]> members) throws IOException {
    byte[] version = Der.content(members.get(0), INTEGER);
    int number = version.length == 1 ? version[0] : -1;
    int second = tag(members, 1);
    if (second == Der.SEQUENCE && number == PKCS12_VERSION) {
      return FileKind.PKCS12;
    }
    boolean key =
        switch (second) {
          case Der.SEQUENCE -> (number == 0 || number == 1) && tag(members, 2) == OCTET_STRING;
          case INTEGER -> number == 0;
          case OCTET_STRING -> number == 1;
          default -> false;
        };
    if (key) {
      return FileKind.PRIVATE_KEY;
    }
    return second == INTEGER && members.size() == 2 ? FileKind.OTHER_KEY : FileKind.BINARY;
  }

  private static FileKind signed(List<byte[]> members) {
    int start = tag(members, 0) == INTEGER ? 1 : 0;
    // Algorithm and name, then a list says when it was made.
    int time = tag(members, start + 2);
    if (time == UTC_TIME || time == GENERALIZED_TIME) {
      return FileKind.REVOCATION_LIST;
    }
    // Version, name, key, and perhaps attributes.
    boolean request = start == 1 && (members.size() == 3 || tag(members, 3) == VERSION);
    return request ? FileKind.REQUEST : FileKind.CERTIFICATE;
  }

  private static boolean isPassphraseBased(byte[] algorithm) throws IOException {
    List<byte[]> members = Der.members(algorithm);
    if (tag(members, 0) != OBJECT_IDENTIFIER) {
      return false;
    }
    ASN1ObjectIdentifier scheme = ASN1ObjectIdentifier.getInstance(members.get(0));
    return scheme.on(PKCSObjectIdentifiers.pkcs_5)
        || scheme.on(PKCSObjectIdentifiers.pkcs_12PbeIds);
  }

  /** Returns the tag of a member, or -1 where there is none. */
  private static int tag(List<byte[]> members, int index) {
    return index < members.size() ? members.get(index)[0] & 0xff : -1;
  }
}
