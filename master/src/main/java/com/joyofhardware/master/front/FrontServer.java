package com.joyofhardware.master.front;

import com.joyofhardware.master.account.Authentication;
import com.joyofhardware.master.account.Revocations;
import com.joyofhardware.master.preview.Previews;
import com.joyofhardware.master.session.Sessions;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.front.FrontMessage;
import com.joyofhardware.protocol.front.FrontMessage.Route;
import com.joyofhardware.protocol.front.FrontMessage.RouteChanged;
import com.joyofhardware.protocol.front.FrontMessage.RouteGone;
import com.joyofhardware.protocol.front.FrontMessage.SharesChanged;
import com.joyofhardware.protocol.front.FrontMessage.State;
import com.joyofhardware.protocol.statement.StatementSigner;
import com.joyofhardware.protocol.statement.StatementVerifier;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells every connected gateway what to route, and exchanges tokens for tickets. */
public final class FrontServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(FrontServer.class.getName());

  private final Path socket;
  private final Sessions sessions;
  private final Revocations revocations;
  private final Previews previews;
  private final TokenDesk desk;
  private final String publicKey;
  private final String masterAddress;
  private final List<String> origins;
  private final ServerSocketChannel listening;
  private final Set<GatewayStream> gateways = ConcurrentHashMap.newKeySet();

  private FrontServer(
      Path socket,
      Sessions sessions,
      Revocations revocations,
      Previews previews,
      TokenDesk desk,
      PublicKey publicKey,
      String masterAddress,
      List<String> origins)
      throws IOException {
    this.socket = socket;
    this.sessions = sessions;
    this.revocations = revocations;
    this.previews = previews;
    this.desk = desk;
    this.publicKey = StatementVerifier.encode(publicKey);
    this.masterAddress = masterAddress;
    this.origins = List.copyOf(origins);
    this.listening = listen(socket);
  }

  /**
   * Listens on a Unix socket that its owner alone may use; a stale file is replaced.
   *
   * @param masterAddress where the master serves HTTP, {@code host:port}
   * @param origins of our own pages, beside those that a gateway knows by itself
   */
  public static FrontServer start(
      Path socket,
      Sessions sessions,
      Authentication authentication,
      Revocations revocations,
      Previews previews,
      StatementSigner signer,
      PublicKey publicKey,
      String masterAddress,
      List<String> origins)
      throws IOException {
    TokenDesk desk = new TokenDesk(authentication, sessions, signer);
    FrontServer server =
        new FrontServer(
            socket, sessions, revocations, previews, desk, publicKey, masterAddress, origins);
    sessions.subscribe(server.new Routes());
    revocations.subscribe(server::tell);
    previews.subscribe(shares -> server.tell(new SharesChanged(shares)));
    Thread.ofVirtual().name("front-accept").start(server::accept);
    return server;
  }

  /** The socket is made where nobody else can reach it, and moved once it is closed to others. */
  private static ServerSocketChannel listen(Path socket) throws IOException {
    Path folder = Files.createDirectories(socket.toAbsolutePath().normalize().getParent());
    Path closed =
        Files.createTempDirectory(
            folder,
            ".c",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path fresh = closed.resolve("s");
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(fresh));
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
      Files.move(
          fresh, socket, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      return server;
    } catch (IOException e) {
      server.close();
      throw new IOException("can't listen on the control socket " + socket + ": " + e, e);
    } finally {
      Files.deleteIfExists(fresh);
      Files.deleteIfExists(closed);
    }
  }

  private void accept() {
    while (listening.isOpen()) {
      try {
        SocketChannel channel = listening.accept();
        GatewayStream stream =
            new GatewayStream(
                channel, this::state, desk, new PreviewDesk(previews), gateways::remove);
        // known before its state is read, so that no change falls between
        gateways.add(stream);
        stream.start();
      } catch (IOException e) {
        if (listening.isOpen()) {
          LOG.log(System.Logger.Level.WARNING, "a gateway could not connect", e);
        }
      }
    }
  }

  private State state() {
    return new State(
        publicKey,
        masterAddress,
        origins,
        sessions.routes(),
        revocations.recent(),
        previews.shares());
  }

  private void tell(FrontMessage message) {
    gateways.forEach(gateway -> gateway.tell(message));
  }

  /** Ends the streams; gateways keep what is open and wait for the next master. */
  @Override
  public void close() throws IOException {
    listening.close();
    gateways.forEach(GatewayStream::close);
    Files.deleteIfExists(socket);
  }

  private final class Routes implements Sessions.RouteListener {
    @Override
    public void changed(Route route) {
      tell(new RouteChanged(route));
    }

    @Override
    public void ended(SessionId session) {
      tell(new RouteGone(session));
    }
  }
}
