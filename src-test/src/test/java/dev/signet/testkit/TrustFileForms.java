package dev.signet.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.signet.sign.key.PemFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;

/** An authority's certificate and revocation list in every kind of file that people have. */
public final class TrustFileForms {
  /** Names of files that hold a revocation list, in {@link #listFile}. */
  public static final List<String> LISTS =
      List.of(
          "revoked.crl",
          "REVOKED.CRL",
          "revoked.crl.txt",
          "revoked.der",
          "revoked.list",
          "revoked.pem",
          "revoked.cer",
          "revoked.list.txt",
          "revoked.p7b",
          "revoked.p7c",
          "revoked.p7b.txt");

  /** Names of files that hold certificate and list, in {@link #bothFile}. */
  public static final List<String> BOTH =
      List.of(
          "root.crt", "root.pem", "root.crt.txt", "root.crl", "root.list", "root.p7b", "root.p7c");

  private final X509Certificate root;
  private final X509CRL list;

  /** Makes files of these. */
  public TrustFileForms(X509Certificate root, X509CRL list) {
    this.root = root;
    this.list = list;
  }

  /** Returns contents that fit the name and hold the list, by a word for each. */
  public Map<String, byte[]> listFile(String name) {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    if (name.contains(".p7")) {
      contents.put("der", pkcs7(false));
      contents.put("pem", pem("PKCS7", pkcs7(false)));
      contents.put("openssl's old label", pem("PKCS #7 SIGNED DATA", pkcs7(false)));
    } else {
      contents.put("der", der(list));
      contents.put("pem", text(PemFiles.text(list)));
      contents.put(
          "text around", text("\u00ef\u00bb\u00bfOurs:\r\n" + PemFiles.text(list) + "end"));
      contents.put("bare base64", Base64.getMimeEncoder().encode(der(list)));
    }
    return contents;
  }

  /** Returns contents that fit the name and hold certificate and list, by a word for each. */
  public Map<String, byte[]> bothFile(String name) {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    if (!name.contains(".p7")) {
      contents.put("list last", text(PemFiles.text(root) + PemFiles.text(list)));
      contents.put("list first", text(PemFiles.text(list) + PemFiles.text(root)));
      contents.put(
          "one line", text((PemFiles.text(root) + PemFiles.text(list)).replace("\n", " ")));
      contents.put("pkcs7 beside", text(PemFiles.text(root), pem("PKCS7", pkcs7(false))));
    }
    contents.put("pkcs7", pkcs7(true));
    contents.put("pkcs7 as text", pem("PKCS7", pkcs7(true)));
    return contents;
  }

  private byte[] pkcs7(boolean withRoot) {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      if (withRoot) {
        generator.addCertificate(new X509CertificateHolder(root.getEncoded()));
      }
      generator.addCRL(new X509CRLHolder(list.getEncoded()));
      return generator.generate(new CMSAbsentContent()).getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CMSException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] der(X509CRL list) {
    try {
      return list.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns DER as a block of text. */
  public static byte[] pem(String label, byte[] der) {
    return text(
        "-----BEGIN "
            + label
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END "
            + label
            + "-----\n");
  }

  private static byte[] text(String text, byte[] rest) {
    return text(text + new String(rest, ISO_8859_1));
  }

  private static byte[] text(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
