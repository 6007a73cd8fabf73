package com.joyofhardware.master.front;

import com.joyofhardware.master.account.Authentication;
import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.account.Revocations;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.front.FrontMessage.Revoked;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tokens and revocations as far as a gateway hears of them. */
final class TestingAccounts implements Authentication, Revocations {
  final Map<String, Principal> tokens = new ConcurrentHashMap<>();
  final List<Revoked> revoked = new CopyOnWriteArrayList<>();
  final List<Consumer<Revoked>> listeners = new CopyOnWriteArrayList<>();

  @Override
  public Optional<Principal> byToken(String token) {
    return Optional.ofNullable(tokens.get(token));
  }

  @Override
  public List<Revoked> recent() {
    return List.copyOf(revoked);
  }

  @Override
  public void subscribe(Consumer<Revoked> listener) {
    listeners.add(listener);
  }

  @Override
  public Optional<Principal> byTokenFor(String token, ProjectRef project) {
    return Optional.empty();
  }

  @Override
  public String mintForProject(Person person, ProjectRef project, Duration lifetime) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Person> find(Name name) {
    return Optional.empty();
  }
}
