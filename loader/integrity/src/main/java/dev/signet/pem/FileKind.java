package dev.signet.pem;

/**
 * What a file turns out to be, of all that people hand in where a certificate, a private key, a
 * certificate request or a revocation list is wanted.
 */
public enum FileKind {
  /** X.509 (RFC 5280 section 4). */
  CERTIFICATE("it holds a certificate"),
  /** RFC 5280 section 5. */
  REVOCATION_LIST("it holds a revocation list"),
  /** PKCS #10 (RFC 2986). */
  REQUEST("it holds a certificate request (PKCS #10)"),
  /** PKCS #7, as it carries certificates and lists (RFC 5652). */
  PKCS7("it holds PKCS #7 (.p7b)"),
  /** PKCS #8, PKCS #1 or SEC 1, encrypted or not. */
  PRIVATE_KEY("it holds a private key"),
  /** RFC 7292. */
  PKCS12("it is a PKCS #12 container (.p12, .pfx)"),
  /** JKS and JCEKS. */
  JAVA_KEY_STORE("it is a Java key store (JKS)"),
  /** The form of ssh-keygen. */
  OPENSSH_KEY("it is a private key in the form of OpenSSH"),
  /** Of OpenSSH, PuTTY, OpenPGP or X.509. */
  OTHER_KEY("it holds a key in a form for other purposes, such as a public key, or one of PGP"),
  /** Nothing, or white space. */
  EMPTY("it is empty"),
  /** Text as PowerShell writes it. */
  UTF_16("it is text in UTF-16"),
  /** HTML. */
  WEB_PAGE("it is a web page (HTML)"),
  /** Zip or gzip. */
  ARCHIVE("it is an archive"),
  /** A block of PEM that begins and does not end. */
  CUT_OFF("it has a PEM block with a beginning and no matching end"),
  /** DER that breaks off, or is put together wrongly. */
  DAMAGED("it is DER that cannot be read"),
  /** Whatever else is in PEM. */
  OTHER_BLOCK("it holds PEM blocks of another kind only"),
  /** Any other text. */
  TEXT("it is text without a PEM block"),
  /** Any other bytes. */
  BINARY("it is binary data of another kind");

  private final String sentence;

  FileKind(String sentence) {
    this.sentence = sentence;
  }

  /** Returns what it is as the rest of a sentence, without a full stop. */
  String sentence() {
    return sentence;
  }

  /** Returns what to do where another kind is wanted: a sentence. */
  String remedy(FileKind wanted) {
    return switch (this) {
      case EMPTY -> "Fetch it, or make it, again.";
      case UTF_16 -> "Save it as UTF-8, or as ASCII.";
      case WEB_PAGE -> "Download the file itself; this is a page about it, or one to log in.";
      case ARCHIVE -> "Unpack it, and give the file that is in it.";
      case CUT_OFF -> "Copy it again, with all lines from -----BEGIN to -----END.";
      case DAMAGED -> "Fetch it again, as a binary file.";
      case JAVA_KEY_STORE ->
          "Make a PKCS #12 container of it, with keytool -importkeystore -srckeystore FILE"
              + " -destkeystore FILE.p12 -deststoretype PKCS12.";
      case OPENSSH_KEY ->
          "Convert a copy of it, with ssh-keygen -p -m PKCS8 -f COPY; only RSA and P-384 count"
              + " here.";
      case PRIVATE_KEY, PKCS12 -> insteadOfKey(wanted);
      case REQUEST -> insteadOfRequest(wanted);
      case CERTIFICATE, REVOCATION_LIST, PKCS7, OTHER_KEY, OTHER_BLOCK, TEXT, BINARY ->
          give(wanted);
    };
  }

  private static String insteadOfKey(FileKind wanted) {
    return switch (wanted) {
      case CERTIFICATE ->
          "Give the certificate that was issued for this key, and hand the key to nobody.";
      case REQUEST ->
          "Make a request with it, as with signet key:request, and hand the key to nobody.";
      default -> give(wanted);
    };
  }

  private static String insteadOfRequest(FileKind wanted) {
    return switch (wanted) {
      case CERTIFICATE ->
          "Have the authority issue the certificate from it, as with signet ca:issue.";
      case PRIVATE_KEY -> "Give the private key that it was made with.";
      default -> give(wanted);
    };
  }

  private static String give(FileKind wanted) {
    return switch (wanted) {
      case CERTIFICATE -> "Give the certificate, in PEM or DER.";
      case PRIVATE_KEY -> "Give the certificate's private key, in PEM, DER or PKCS #12.";
      case REQUEST -> "Give a request as signet key:request or openssl req writes it.";
      case REVOCATION_LIST -> "Give the authority's revocation list, in PEM or DER.";
      default -> throw new IllegalArgumentException("wanted: " + wanted);
    };
  }
}
