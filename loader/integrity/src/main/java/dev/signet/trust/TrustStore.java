package dev.signet.trust;

import java.nio.file.Path;
import java.util.List;

/** Anchors, certificates that help to build paths, revocation lists. Immutable. */
public final class TrustStore {
  private TrustStore() {}

  /**
   * Reads a folder: {@code *.crt, *.pem, *.cer} are anchors with profile standard, those in {@code
   * nextcloud/} with profile nextcloud, those in {@code intermediates/} hints; {@code *.crl}
   * anywhere of these are revocation lists.
   *
   * @throws TrustStoreException naming the file, the cause and the remedy; also when there is no
   *     anchor
   */
  public static TrustStore load(Path folder) throws TrustStoreException {
    throw new UnsupportedOperationException();
  }

  public static Builder builder() {
    throw new UnsupportedOperationException();
  }

  public List<TrustAnchor> anchors() {
    throw new UnsupportedOperationException();
  }

  /** Returns a digest that differs whenever anything differs that can change a verdict. */
  public boolean isManifestRevoked(String hex) {
    throw new UnsupportedOperationException();
  }

  public String fingerprint() {
    throw new UnsupportedOperationException();
  }

  /** Collects a trust store. */
  public static final class Builder {
    /** Every certificate of the file is an anchor. */
    public Builder anchors(Path pemFile, AnchorProfile profile) throws TrustStoreException {
      throw new UnsupportedOperationException();
    }

    public Builder anchor(TrustAnchor anchor) {
      throw new UnsupportedOperationException();
    }

    public Builder intermediates(Path pemFile) throws TrustStoreException {
      throw new UnsupportedOperationException();
    }

    /** DER or PEM. */
    public Builder revocationList(Path file) throws TrustStoreException {
      throw new UnsupportedOperationException();
    }

    public TrustStore build() {
      throw new UnsupportedOperationException();
    }
  }
}
