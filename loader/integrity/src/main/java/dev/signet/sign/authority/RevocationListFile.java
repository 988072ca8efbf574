package dev.signet.sign.authority;

import dev.signet.Internal;
import dev.signet.file.AtomicFile;
import dev.signet.file.IoCause;
import dev.signet.sign.key.InputFiles;
import dev.signet.sign.key.PemFiles;
import dev.signet.sign.problem.SigningException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.jspecify.annotations.Nullable;

/** Files with revocation lists, which replace older ones and nothing else. */
@Internal
public final class RevocationListFile {
  private static final String NUMBER = "2.5.29.20";

  private RevocationListFile() {}

  /**
   * Writes lists so that a host that reads meanwhile sees the old or the new ones, whole.
   *
   * @param der whether to write DER, which holds one list; else PEM, one block after the other
   * @throws SigningException when there is another file, or it cannot be written
   * @throws IllegalArgumentException when there are several lists for DER, or none
   */
  public static void write(Path file, List<X509CRL> lists, boolean der) throws SigningException {
    if (lists.isEmpty() || (der && lists.size() > 1)) {
      throw new IllegalArgumentException("lists: " + lists.size() + " do not fit one file");
    }
    requireReplaceable(file);
    byte[] content = encoded(lists, der);
    try {
      AtomicFile.replace(file, content);
    } catch (IOException e) {
      throw new SigningException(
          file + " cannot be written (" + IoCause.ofWriting(e) + ")",
          "check the path and the disk",
          e);
    }
  }

  /**
   * Checks that a file is not there, or holds a revocation list.
   *
   * @throws SigningException when it is something else
   */
  public static void requireReplaceable(Path file) throws SigningException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      InputFiles.lists(file);
    } catch (SigningException e) {
      throw new SigningException(
          file + " is there already and is no revocation list", "name another file", e);
    }
  }

  /** Returns the number of a list; 0 for a list without. */
  public static BigInteger number(X509CRL list) {
    byte @Nullable [] extension = list.getExtensionValue(NUMBER);
    return extension == null
        ? BigInteger.ZERO
        : ASN1Integer.getInstance(ASN1OctetString.getInstance(extension).getOctets()).getValue();
  }

  /** Returns what a list names. */
  public static Set<X509CRLEntry> entries(X509CRL list) {
    @Nullable Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
    return entries == null ? Set.of() : Set.copyOf(entries);
  }

  private static byte[] encoded(List<X509CRL> lists, boolean der) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (X509CRL list : lists) {
      try {
        content.writeBytes(
            der ? list.getEncoded() : PemFiles.text(list).getBytes(StandardCharsets.US_ASCII));
      } catch (CRLException e) {
        throw new IllegalArgumentException("lists: one has no encoding", e);
      }
    }
    return content.toByteArray();
  }
}
