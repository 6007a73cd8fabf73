package com.joyofhardware.master.repository;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.UploadPack;
import org.eclipse.jgit.transport.resolver.ServiceNotAuthorizedException;
import org.eclipse.jgit.transport.resolver.UploadPackFactory;

/** Serves clones and fetches. */
final class FetchService implements UploadPackFactory<HttpServletRequest> {
  @Override
  public UploadPack create(HttpServletRequest request, Repository repository)
      throws ServiceNotAuthorizedException {
    GitHttp.granted(request);
    UploadPack service = new UploadPack(repository);
    String protocol = request.getHeader("Git-Protocol");
    if (protocol != null) {
      service.setExtraParameters(Arrays.asList(protocol.split(":")));
    }
    // One clone must not take every core; deltas come from the packs that Upkeep makes.
    PackConfig config = new PackConfig(repository);
    config.setThreads(1);
    config.setDeltaCompress(false);
    service.setPackConfig(config);
    return service;
  }
}
