import gymnasium as gym
import numpy as np
import torch
import torch.nn as nn
import torch.optim as optim
from torch.distributions.categorical import Categorical


def layer_init(layer, std=np.sqrt(2), bias_const=0.0):
    torch.nn.init.orthogonal_(layer.weight, std)
    torch.nn.init.constant_(layer.bias, bias_const)
    return layer


class Agent(nn.Module):
    def __init__(self, envs):
        super().__init__()
        n = int(np.array(envs.single_observation_space.shape).prod())
        self.critic = nn.Sequential(
            layer_init(nn.Linear(n, 64)),
            nn.Tanh(),
            layer_init(nn.Linear(64, 64)),
            nn.Tanh(),
            layer_init(nn.Linear(64, 1), std=1.0),
        )
        self.actor = nn.Sequential(
            layer_init(nn.Linear(n, 64)),
            nn.Tanh(),
            layer_init(nn.Linear(64, 64)),
            nn.Tanh(),
            layer_init(nn.Linear(64, envs.single_action_space.n), std=0.01),
        )

    def get_value(self, x):
        return self.critic(x)

    def get_action_and_value(self, x, action=None):
        probs = Categorical(logits=self.actor(x))
        if action is None:
            action = probs.sample()
        return action, probs.log_prob(action), probs.entropy(), self.critic(x)


envs = gym.vector.SyncVectorEnv([lambda: gym.make("CartPole-v1") for _ in range(4)])
agent = Agent(envs)
optimizer = optim.Adam(agent.parameters(), lr=2.5e-4, eps=1e-5)
clip, ent_coef, vf_coef, steps, epochs, minibatch = 0.2, 0.01, 0.5, 128, 4, 128
for update in range(1, 977):
    optimizer.param_groups[0]["lr"] = (1.0 - (update - 1.0) / 976) * 2.5e-4
    obs, actions, logprobs, returns, advantages = (
        agent.rollout(envs, steps) if hasattr(agent, "rollout") else (None,) * 5
    )
    inds = np.arange(4 * steps)
    for epoch in range(epochs):
        np.random.shuffle(inds)
        for start in range(0, 4 * steps, minibatch):
            mb = inds[start : start + minibatch]
            _, newlogprob, entropy, newvalue = agent.get_action_and_value(obs[mb], actions.long()[mb])
            ratio = (newlogprob - logprobs[mb]).exp()
            adv = advantages[mb]
            adv = (adv - adv.mean()) / (adv.std() + 1e-8)
            pg_loss = torch.max(-adv * ratio, -adv * torch.clamp(ratio, 1 - clip, 1 + clip)).mean()
            v_loss = 0.5 * ((newvalue.view(-1) - returns[mb]) ** 2).mean()
            loss = pg_loss - ent_coef * entropy.mean() + v_loss * vf_coef
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(agent.parameters(), 0.5)
            optimizer.step()
