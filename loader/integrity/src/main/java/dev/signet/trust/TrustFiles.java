package dev.signet.trust;

import dev.signet.pem.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the files of a trust store: small, regular, and of the host's own. */
public final class TrustFiles {

  private static final Pattern CERTIFICATE_BLOCK =
      Pattern.compile("-----BEGIN (?:X509 )?CERTIFICATE-----");
  private static final Pattern OTHER_BLOCK =
      Pattern.compile("-----BEGIN ((?:X509 )?CRL|PKCS7|CMS)-----");
  private static final int MAX_LIST_BYTES = 64 << 20;
  // The tag of an ASN.1 SEQUENCE; in text it is the digit 0.
  private static final byte SEQUENCE = 0x30;

  private TrustFiles() {}

  /**
   * What a file holds, wherever in it that stands.
   *
   * @param certificates in the file's order
   * @param lists revocation lists, likewise
   */
  public record Content(List<X509Certificate> certificates, List<RevocationList> lists) {
    public Content {
      certificates = List.copyOf(certificates);
      lists = List.copyOf(lists);
    }
  }

  /** Returns all certificates and lists of a file in PEM, DER or PKCS #7, at least one. */
  static Content content(Path file) throws TrustStoreException {
    byte[] content = read(file, MAX_LIST_BYTES);
    try {
      Content found =
          isDer(content)
              ? ofDer(content)
              : ofText(new String(content, StandardCharsets.ISO_8859_1));
      if (found.certificates().isEmpty() && found.lists().isEmpty()) {
        throw new CertificateException("There is no certificate and no revocation list in it.");
      }
      return found;
    } catch (CertificateException e) {
      throw new TrustStoreException(
          file
              + ": "
              + e.getMessage()
              + " Put the certificate there in PEM or DER, or remove the file.",
          e);
    } catch (CRLException e) {
      throw new TrustStoreException(
          file
              + ": no usable revocation list ("
              + e.getMessage()
              + "); fetch the authority's current list again, or remove the file",
          e);
    }
  }

  private static Content ofText(String text) throws CertificateException, CRLException {
    if (!text.contains("-----BEGIN ")) {
      return new Content(Pem.certificates(text), List.of());
    }
    boolean certificates = CERTIFICATE_BLOCK.matcher(text).find();
    List<X509Certificate> found =
        new ArrayList<>(certificates ? Pem.certificates(text) : List.of());
    List<RevocationList> lists = new ArrayList<>();
    Matcher blocks = OTHER_BLOCK.matcher(text);
    while (blocks.find()) {
      int end = text.indexOf("-----END " + blocks.group(1) + "-----", blocks.end());
      if (end < 0) {
        throw new CRLException("a block " + blocks.group(1) + " has a beginning but no end");
      }
      byte[] der = decode(text.substring(blocks.end(), end));
      if (blocks.group(1).endsWith("CRL")) {
        lists.addAll(RevocationList.parse(der));
      } else {
        Content within = ofPkcs7(der);
        found.addAll(within.certificates());
        lists.addAll(within.lists());
      }
    }
    return new Content(found, lists);
  }

  private static byte[] decode(String body) throws CRLException {
    try {
      return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new CRLException("its base64 cannot be read", e);
    }
  }

  private static Content ofDer(byte[] der) throws CertificateException, CRLException {
    if (Pkcs7.isOne(der)) {
      return ofPkcs7(der);
    }
    return RevocationList.looksLikeOne(der)
        ? new Content(List.of(), RevocationList.parse(der))
        : new Content(List.of(Pem.ofDer(der)), List.of());
  }

  private static Content ofPkcs7(byte[] der) throws CertificateException, CRLException {
    List<X509Certificate> certificates = new ArrayList<>();
    List<RevocationList> lists = new ArrayList<>();
    Pkcs7 message = Pkcs7.read(der);
    for (byte[] certificate : message.certificates()) {
      certificates.add(Pem.ofDer(certificate));
    }
    for (byte[] list : message.lists()) {
      lists.addAll(RevocationList.parse(list));
    }
    return new Content(certificates, lists);
  }

  /** Returns what a file holds, of which all certificates can be anchors of the profile. */
  static Content anchors(Path file, AnchorProfile profile) throws TrustStoreException {
    Content content = content(file);
    for (X509Certificate certificate : content.certificates()) {
      Optional<String> objection = AnchorRules.objection(certificate, profile);
      if (objection.isPresent()) {
        throw new TrustStoreException(
            file
                + ": the certificate of "
                + DistinguishedNames.print(certificate.getSubjectX500Principal())
                + " "
                + objection.get()
                + (KeyRules.isCurveUnread(certificate.getPublicKey())
                    ? "; use a runtime that has the module (jlink --add-modules jdk.crypto.ec)"
                    : ", so it cannot be a trust anchor; put an authority's certificate there"));
      }
    }
    return content;
  }

  /** Returns the revocation lists of a file in PEM or DER, at least one. */
  public static List<RevocationList> revocationLists(Path file) throws TrustStoreException {
    List<RevocationList> lists = content(file).lists();
    if (lists.isEmpty()) {
      throw new TrustStoreException(
          file
              + ": no usable revocation list (it holds certificates only); fetch the authority's"
              + " current list again, or remove the file");
    }
    return lists;
  }

  private static boolean isDer(byte[] content) {
    // Every certificate is long enough for a length of several bytes, which is not ASCII.
    return content.length > 1 && content[0] == SEQUENCE && content[1] < 0;
  }

  /** Returns the content of a small regular file. */
  public static byte[] read(Path file, int maxBytes) throws TrustStoreException {
    if (!Files.isRegularFile(file)) {
      throw new TrustStoreException(
          file + ": is not a regular file; put the file there, or correct the path");
    }
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] content = stream.readNBytes(maxBytes + 1);
      if (content.length > maxBytes) {
        throw new TrustStoreException(
            file + ": is larger than " + maxBytes + " bytes; check that it is the right file");
      }
      return content;
    } catch (IOException e) {
      throw new TrustStoreException(
          file + ": cannot be read (" + e + "); check its owner and permissions", e);
    }
  }
}
