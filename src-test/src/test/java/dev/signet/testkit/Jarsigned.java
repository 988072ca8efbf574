package dev.signet.testkit;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;

/** Jars that jarsigner signed, as many libraries are. */
public final class Jarsigned {
  private Jarsigned() {}

  /** Signs a jar in place. */
  public static Path sign(Path jar, Certificates.Issued signer) throws Exception {
    JarSigner tool =
        new JarSigner.Builder(
                signer.keys().getPrivate(),
                CertificateFactory.getInstance("X.509")
                    .generateCertPath(List.of(signer.certificate())))
            .signerName("OTHER")
            .build();
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    try (ZipFile zip = new ZipFile(jar.toFile());
        OutputStream out = signed) {
      tool.sign(zip, out);
    }
    return Trees.write(jar, signed.toByteArray());
  }

  /** Returns what merging would wrongly take over from a signed jar: its signature's two files. */
  public static Map<String, byte[]> signatureOf(Path jar) throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (var entry : zip.stream().toList()) {
        if (entry.getName().startsWith("META-INF/OTHER")) {
          files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
        }
      }
    }
    if (files.size() != 2) {
      throw new AssertionError("not the two files of a signature: " + files.keySet());
    }
    return files;
  }
}
